import {interruptedReason} from '../capture/join-parts.js';
import {unsubscribed} from '../playback/left-topics.js';
import {leftBehind, standsStill} from '../playback/deadlines.js';
import type {CloseEvent} from '../playback/listener-moves.js';
import type {BookEvent} from './book-events.js';
import type {Standing} from './book-watch.js';

const toDifferences = (count: number): string | null =>
	count > 0 ? `${count} ${count === 1 ? 'level' : 'levels'} differed from a snapshot` : null;

/** What an event tells of why a book is not proven; null where that is nothing. */
export const toLossReason = (event: BookEvent): string | null => {
	switch (event.type) {
		case 'gap':
			return `updates were missed: ${event.detail}`;
		case 'crossed':
			return `the book was crossed: ${event.detail}`;
		case 'unreadable':
			return `a message could not be read: ${event.detail}`;
		case 'outdated':
			return `the snapshot was older than the updates after it: ${event.detail}`;
		case 'changes':
			return 'changes came that nothing links';
		case 'audit':
			return toDifferences(event.differences);
		case 'unlinked':
		case 'resync':
		case 'snapshot':
		case 'repeated':
			return null;
	}
};

/** Why no connection is open for a book any more. */
export type EndOf = 'closed' | 'interrupted' | 'unsubscribed' | 'outrun';

/** What the end of a connection means, as it was told. */
export const endOf = ({reason}: CloseEvent): EndOf => {
	if (reason === unsubscribed.reason) return 'unsubscribed';
	if (reason === interruptedReason) return 'interrupted';
	return reason === standsStill.reason || reason === leftBehind.reason ? 'outrun' : 'closed';
};

/** Why a book is not proven, by how it stands. */
export const standingReasons: Readonly<
	Record<(Standing & {readonly isProven: false})['why'], string>
> = {
	closed: 'the connection was closed',
	interrupted: interruptedReason,
	unsubscribed: unsubscribed.reason,
	outrun: 'another connection or channel brought what it lacked',
	silent: 'the connection was silent for too long',
	hole: 'nothing was recorded',
	shallow: 'too few levels were known whole',
	unsynced: 'the book was out of sync',
};

/** Why it is not proven while the recording went over to another market. */
export const elsewhere = 'another market was recorded';

/** Why it is not proven at first. */
export const notLinkedYet = 'no snapshot yet that its updates link to';
