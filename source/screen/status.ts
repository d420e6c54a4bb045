import {describeSpan, withCode, type FaultCode, type FeedStatus} from '../faults.js';
import {clip, widthOf} from './cells.js';
import {cleanText} from './clean-text.js';
import {glyphs, type Role} from './theme.js';

export type StatusWords = {
	/** Tells the status apart without colour. */
	readonly glyph: string;
	readonly role: Role;
	/** What it means for the reader, in a sentence without a full stop. */
	readonly meaning: string;
	/** What happens next, where no time for it is known. */
	readonly next: string;
};

/** How each status is shown; its own name is its word. */
export const statusWords: Record<FeedStatus, StatusWords> = {
	connecting: {
		glyph: glyphs.waiting,
		role: 'muted',
		meaning: 'connecting',
		next: 'waiting for the exchange to answer',
	},
	syncing: {
		glyph: glyphs.waiting,
		role: 'muted',
		meaning: 'waiting for the first snapshot',
		next: 'waiting for the exchange to answer',
	},
	live: {glyph: glyphs.live, role: 'ok', meaning: 'in sync', next: ''},
	stale: {
		glyph: glyphs.waiting,
		role: 'warn',
		meaning: 'it may be old',
		next: 'shown as it was last heard of',
	},
	resyncing: {
		glyph: glyphs.waiting,
		role: 'warn',
		meaning: 'out of sync',
		next: 'fetching a new snapshot',
	},
	reconnecting: {
		glyph: glyphs.down,
		role: 'bad',
		meaning: 'no connection',
		next: 'connecting again',
	},
	failed: {glyph: glyphs.down, role: 'bad', meaning: 'no book', next: 'not trying again'},
};

type Standing = {
	readonly status: FeedStatus;
	readonly reason: string | null;
	readonly code?: FaultCode | null;
};

/** Why a book stands where it does, with the code of that and without; what its status means, where no reason is told. */
export const whyTexts = ({status, reason, code}: Standing): readonly [string, ...string[]] => {
	const text = reason === null ? statusWords[status].meaning : cleanText(reason);
	return reason === null || !code ? [text] : [text, withCode(text, code)];
};

/** The same in so many cells: the code gives way before the reason does, which is cut. */
export const whyText = (standing: Standing, width: number): string => {
	const [bare, ...coded] = whyTexts(standing);
	return coded.find(text => widthOf(text) <= width) ?? clip(bare, width);
};

/** Cells of a text that are of use beside its code. */
const leastBesideCode = 15;

/** Cut to so many cells, but for the code at the end of it, by which people find what to do. */
export const clipCoded = (text: string, width: number): string => {
	const [code = ''] = / \[[a-z-]+\]$/.exec(text) ?? [];
	const room = width - code.length;
	if (widthOf(text) <= width || room < leastBesideCode) return clip(text, width);
	return clip(text.slice(0, text.length - code.length), room) + code;
};

/** `next try in 4 s`; empty where none is planned. */
export const describeRetry = (retryAt: number | null, now: number): string => {
	if (retryAt === null) return '';
	const seconds = Math.ceil((retryAt - now) / 1000);
	if (seconds <= 0) return 'trying now';
	// Under 100 s it counts down by the second throughout.
	const span = seconds < 100 ? `${seconds} s` : describeSpan(seconds * 1000);
	return `next try in ${span}`;
};
