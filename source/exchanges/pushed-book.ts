import type {BookChange} from '../book/order-book.js';
import type {FeedFault} from '../faults.js';
import {createBookAudit} from './book-audit.js';
import {toChange, type ChangeRules} from './change-of.js';
import type {ClientOutput, SnapshotRequest} from './exchange.js';
import type {Follows, Increment, Snapshot} from './increment.js';
import {createNewest} from './newest.js';
import {createPatience, type PatienceRules} from './patience.js';
import {createStreamOrder} from './stream-order.js';
import type {FeedProof, Subscription} from './subscription.js';

/** How an exchange's messages make a book, where the snapshot is one of them. */
export type PushedBookRules = ChangeRules & {
	/** What an increment is to a book at a sequence. */
	readonly follows: (id: number, increment: Increment) => Follows;
	/** Of the book's messages: what comes of it proves that it is on. */
	readonly subscription: Subscription;
	/** Ends the subscription and begins it anew, for a new snapshot. */
	resubscribe(): readonly ClientOutput[];
	/** Asks for a snapshot at a sequence of the stream, to compare the book with; without, a new subscription serves. */
	readonly request?: () => SnapshotRequest;
	/** Whether messages have a time and no ids: by that alone a snapshot is known to be of before. @default both tell */
	readonly isByTime?: boolean;
	/** How long a snapshot may take. */
	readonly patience?: PatienceRules;
};

const usualPatience: PatienceRules = {asksAt: 2, most: 4};

/** Losses in a row, with few increments between, after which the connection is not worth keeping. */
const maxLosses = 3;
const fewIncrements = 50;

const nothing: readonly ClientOutput[] = [];

/** Counts losses that follow each other soon. */
const createLosses = () => {
	let losses = 0;
	let increments = 0;
	return {
		passed() {
			increments++;
		},
		/** Returns whether they are too many. */
		add(): boolean {
			losses = increments < fewIncrements ? losses + 1 : 1;
			increments = 0;
			return losses > maxLosses;
		},
	};
};

const describeLoss = (sequence: number, {from, to}: Increment): FeedFault => ({
	code: 'gap',
	detail: `${sequence} was followed by ${from + 1}–${to}`,
});

/** Where the book is, and what becomes of its subscription when it is lost. */
const createPlace = (rules: PushedBookRules, onDropped: () => void) => {
	/** Null while waiting for a snapshot. */
	let sequence: number | null = null;
	/** Whether the end of the subscription was asked for, and not told yet. */
	let isLeaving = false;
	const losses = createLosses();

	const drop = () => {
		sequence = null;
		onDropped();
	};

	const renew = (): readonly ClientOutput[] => {
		isLeaving = true;
		return rules.resubscribe();
	};

	return {
		at: () => sequence,
		begin(at: number) {
			sequence = at;
		},
		move(to: number) {
			sequence = to;
			losses.passed();
		},
		jump(to: number | null) {
			sequence = to;
		},
		drop,
		renew,
		lose(fault: FeedFault): readonly ClientOutput[] {
			drop();
			if (losses.add()) return [{type: 'reconnect', fault}];
			return [{type: 'syncing', fault}, ...renew()];
		},
		/** The exchange has ended the subscription: nothing follows the book until a new snapshot comes. */
		unsubscribed(): readonly ClientOutput[] {
			const wasAsked = isLeaving;
			isLeaving = false;
			rules.subscription.refused();
			if (sequence === null) return nothing;
			drop();
			const detail = 'the exchange ended the subscription';
			return [wasAsked ? {type: 'syncing'} : {type: 'syncing', fault: {code: 'closed', detail}}];
		},
	};
};

type Place = ReturnType<typeof createPlace>;

/** The snapshots and increments as they come. */
const createStream = (
	rules: PushedBookRules,
	place: Place,
	onPassed: (increment: Increment) => readonly ClientOutput[],
) => {
	let order = createStreamOrder();
	let newest = createNewest(rules.isByTime);

	// What was cut off of a snapshot that was asked for is in the stream's own.
	const ofStream = rules.maxLevels === undefined ? {} : {maxLevels: rules.maxLevels};
	const toBook = (type: BookChange['type'], from: Snapshot, proof: FeedProof): ClientOutput => ({
		...{type: 'book', change: toChange(ofStream, type, from), proof},
	});

	const onOld = (increment: Increment, at: number): readonly ClientOutput[] => {
		const judged = order.judgeOld(increment, at);
		if (!judged) return nothing;
		return judged.isSure ? place.lose(judged.fault) : [{type: 'doubt', fault: judged.fault}];
	};

	return {
		/** Why a whole book is not to take the place of the one that is there, or was last; null where it may. */
		faultOf: (snapshot: Snapshot) => newest.faultOf(snapshot),
		/** Asks for one once more: clocks and ids may have been set back, so any may take the place of the last. */
		askAgain(): readonly ClientOutput[] {
			newest = createNewest(rules.isByTime);
			return place.renew();
		},
		begin(snapshot: Snapshot): readonly ClientOutput[] {
			newest = createNewest(rules.isByTime);
			newest.passed(snapshot);
			order = createStreamOrder();
			order.passed(snapshot);
			place.begin(snapshot.to);
			return [toBook('snapshot', snapshot, rules.subscription.pushed())];
		},
		take(increment: Increment): readonly ClientOutput[] {
			const at = place.at();
			if (at === null) return nothing;
			const proof = rules.subscription.pushed();
			switch (rules.follows(at, increment)) {
				case 'idle':
					return nothing;
				case 'old':
					return onOld(increment, at);
				case 'lost':
					return place.lose(describeLoss(at, increment));
				case 'next':
					order.passed(increment);
					newest.passed(increment);
					place.move(increment.to);
					return [toBook('update', increment, proof), ...onPassed(increment)];
			}
		},
	};
};

/**
 * A book kept by a subscription that begins with a snapshot: a snapshot starts the book, and replaces it whenever
 * one comes; increments before it are dropped; each must follow the one before; a loss is answered by a new
 * subscription, with the old book left in place, but not live.
 */
export const createPushedBook = (rules: PushedBookRules) => {
	const place = createPlace(rules, () => {
		audit.drop();
	});
	const audit = createBookAudit({
		at: place.at,
		ask: () => ({type: 'request', request: requestOf(rules)}),
		follows: (increment, at) => rules.follows(at, increment) === 'next',
		toChange: (type, from) => toChange(rules, type, from),
	});
	const patience = createPatience(rules.patience ?? usualPatience);
	const stream = createStream(rules, place, audit.passed);

	return {
		isInSync: () => place.at() !== null,
		onSnapshot(snapshot: Snapshot): readonly ClientOutput[] {
			const old = stream.faultOf(snapshot);
			// Where there is no book, it was sent again: that of the new subscription is on its way.
			if (old) return place.at() === null ? nothing : place.lose(old);
			audit.drop();
			patience.calm();
			return stream.begin(snapshot);
		},
		onIncrement: stream.take,
		/** What was asked for by `request`. */
		onReply: audit.take,
		/** What was asked for by `request` was refused, or is of no use. */
		refuseAudit: audit.refuse,
		/** Something besides the increments tells that some were lost. */
		lose: (fault: FeedFault): readonly ClientOutput[] =>
			place.at() === null ? nothing : place.lose(fault),
		unsubscribed: place.unsubscribed,
		/** The exchange refused the subscription, or said that the market has ended. */
		refused(fault: FeedFault): readonly ClientOutput[] {
			rules.subscription.refused();
			place.drop();
			return patience.refused(fault, true);
		},
		waited: (): readonly ClientOutput[] =>
			place.at() === null ? patience.waited(stream.askAgain) : nothing,
		resync: place.lose,
		audit(): readonly ClientOutput[] {
			if (place.at() === null) return nothing;
			if (rules.request) return audit.begin();
			place.drop();
			return [{type: 'syncing', fault: {code: 'asked'}}, ...place.renew()];
		},
		auditLate(): readonly ClientOutput[] {
			const {outputs, to} = audit.late();
			place.jump(to);
			return outputs;
		},
		/** What was asked for so far is too old. */
		forget(): readonly ClientOutput[] {
			audit.drop();
			return nothing;
		},
	};
};

const requestOf = ({request}: PushedBookRules): SnapshotRequest => {
	if (!request) throw new Error('a book without requests was asked to send one');
	return request();
};
