import {describeFault, describeSpan, toReason, type FeedFault} from '../faults.js';
import type {BookStatus} from '../store/market-view.js';
import type {BusState} from '../transport/bus.js';
import {describeForeign, type ForeignRelay} from './leases.js';

/** What is known of a book that no relay answers for. */
export type Absence = {
	/** Epoch milliseconds by the wall clock of the stored book that is shown; null where there is none. */
	readonly storedAt: number | null;
	/** Names of markets that relays have and that may have been meant. */
	readonly near: readonly string[];
	/** A relay that speaks another version. */
	readonly foreign: ForeignRelay | null;
	/** Whether a relay follows it, of which there is no proven book now. */
	readonly isOffered: boolean;
	/** Why the server does not let us ask for it, in its words; null where it does. */
	readonly refused: string | null;
};

export type Standing = {
	readonly bus: BusState;
	/** `nats://desk:4222` */
	readonly address: string;
	/** Whether a book is shown, old as it may be. */
	readonly hasBook: boolean;
	readonly isJoined: boolean;
	/** Why it had to be asked for anew, where that is worth saying. */
	readonly fault: FeedFault | null;
	/** Null as long as somebody may answer. */
	readonly absence: Absence | null;
	/** What the owner says of it. */
	readonly said: BookStatus;
	/** Name of the owner. */
	readonly owner: string;
	/** Whether the owner's word is fresh enough to call the book live. */
	readonly isVouched: boolean;
	/** Milliseconds since the owner was heard. */
	readonly silentMs: number;
	/** Milliseconds by which what it vouches for is behind. */
	readonly lateMs: number;
};

/** An owner that is silent for so long may be gone. */
export const silentAfterMs = 3000;

const plain = (status: BookStatus['status'], reason: string | null): BookStatus => ({
	...{status, reason},
	retryAt: null,
});

const faulty = (status: BookStatus['status'], fault: FeedFault): BookStatus => ({
	...toReason(fault),
	status,
	retryAt: null,
});

/** In few steps, as each is told. */
const spanSteps = [3, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600].map(seconds => seconds * 1000);

const inSteps = (ms: number): string =>
	describeSpan(spanSteps.findLast(step => step <= ms) ?? Math.max(0, ms));

/** `12:04`, of the day in UTC. */
const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 16);

const ofBus = ({bus, address}: Standing): BookStatus | null => {
	switch (bus.type) {
		case 'connecting': {
			const {reason, retryAt} = bus;
			return {status: 'connecting', reason, code: reason === null ? null : 'bus-lost', retryAt};
		}
		case 'lost':
			return {
				status: 'reconnecting',
				...toReason({code: 'bus-lost', detail: `the connection to ${address} was lost`}),
				retryAt: bus.retryAt,
			};
		case 'failed':
			return faulty('failed', {code: 'bus-lost', detail: bus.error.message});
		case 'closed':
			return plain('failed', 'closed');
		case 'connected':
			return null;
	}
};

const ofAbsence = ({storedAt, near, foreign, isOffered, refused}: Absence): BookStatus => {
	if (refused !== null) return faulty('failed', {code: 'bus-lost', detail: refused});
	const tongue = foreign && describeFault(describeForeign(foreign));
	const what = isOffered ? 'no relay has a proven book of it' : 'no relay follows it';
	if (storedAt !== null) {
		const since = `${what} since ${timeOf(storedAt)}`;
		const detail = tongue ? `${since}: ${tongue}` : since;
		return faulty('stale', {code: 'no-relay', detail});
	}
	if (foreign) return faulty('failed', describeForeign(foreign));
	if (isOffered) return faulty('syncing', {code: 'no-relay', detail: `${what} yet`});
	const meant = near.length === 0 ? '' : `: near matches ${near.join(', ')}`;
	return faulty('failed', {code: 'no-relay', detail: `no relay has it${meant}`});
};

const ofJoining = ({hasBook, fault, absence}: Standing): BookStatus => {
	if (absence) return ofAbsence(absence);
	if (fault) return faulty(hasBook ? 'resyncing' : 'syncing', fault);
	return plain(hasBook ? 'resyncing' : 'syncing', 'reading the book from the relay');
};

/** Its owner says nothing for so long. */
export const noWordOf = (owner: string, silentMs: number): BookStatus =>
	faulty('stale', {code: 'no-word', detail: `no word from ${owner} for ${inSteps(silentMs)}`});

/** Where a book stands that a relay tells of: live only while that one says so and its word is fresh. */
export const toShown = (standing: Standing): BookStatus => {
	const ofConnection = ofBus(standing);
	if (ofConnection) return ofConnection;
	if (!standing.isJoined) return ofJoining(standing);
	const {said, owner, isVouched, silentMs, lateMs} = standing;
	const isSilent = silentMs >= silentAfterMs;
	if (isSilent && !isVouched) return noWordOf(owner, silentMs);
	if (said.status !== 'live' || isVouched) return said;
	const detail = Number.isFinite(lateMs)
		? `the word of ${owner} is ${inSteps(lateMs)} late`
		: `no word from ${owner} yet`;
	return faulty('stale', {code: 'no-word', detail});
};
