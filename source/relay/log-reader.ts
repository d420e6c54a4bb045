import type {Clock} from '../clock.js';
import type {BusMessage} from '../transport/bus.js';
import type {LogPlace} from './log-place.js';
import {relayOfRun, type Batch} from './messages.js';
import {differs, type Doubt, type OwnerWatch} from './owner-watch.js';
import {orUnreadable} from './reading.js';
import type {ToldBook} from './told-book.js';

/** Messages of the log that are kept while the book is asked for. */
const mostPending = 5000;

/** How long the clock of a new owner is waited for. */
const stuckMs = 1500;

/** What happened to a book that is followed. */
export type FollowEvent =
	| {readonly type: 'rejoin'; readonly reason: string}
	| {readonly type: 'owner'; readonly name: string; readonly epoch: number};

type Port = {
	readonly clock: Pick<Clock, 'now'>;
	readonly place: LogPlace;
	readonly told: Pick<ToldBook, 'take'>;
	readonly watch: Pick<OwnerWatch, 'withdraw' | 'ahead' | 'accepted' | 'isKnown'>;
	readonly isJoined: () => boolean;
	readonly askWord: () => void;
	readonly onDoubt: (doubt: Doubt) => void;
	readonly onEvent?: ((event: FollowEvent) => void) | undefined;
};

/** Reads the log on from where the book is: a message that does not follow is a doubt. */
export const createLogReader = (port: Port) => {
	const {place, told, watch, isJoined, askWord, onDoubt, onEvent} = port;
	/** While the book, or the clock of its owner, is asked for. */
	let pending: BusMessage[] = [];
	/** The first message of an owner whose clock is not known yet: the book of before is vouched for meanwhile. */
	let held: Batch | null = null;
	let heldSince = 0;

	const take = (batch: Batch) => {
		if (batch.open?.state) watch.withdraw();
		if (batch.open) {
			const {run, epoch} = batch;
			onEvent?.({type: 'owner', name: relayOfRun(run), epoch});
		}
		watch.accepted(batch);
		if (!told.take(batch, watch.ahead(batch.run, batch.asOf))) onDoubt(differs);
	};

	const read = (message: BusMessage) => {
		const accepted = place.accept(message);
		if (accepted.type === 'broken') onDoubt({reason: accepted.reason, fault: null});
		if (accepted.type !== 'batch') return;
		if (watch.isKnown(accepted.batch.run)) take(accepted.batch);
		else {
			held = accepted.batch;
			heldSince = port.clock.now();
			askWord();
		}
	};

	const hear = (message: BusMessage) => {
		if (!isJoined() || held) {
			// Too much is as good as nothing: it will be asked for anew.
			if (pending.push(message) > mostPending) pending = [];
			return;
		}
		orUnreadable(
			() => {
				read(message);
			},
			reason => {
				onDoubt({reason, fault: {code: 'bad-message', detail: reason}});
			},
		);
	};

	return {
		hear,
		isHeld: () => held !== null,
		/** The clock that is waited for does not become known. */
		isStuck: () => held !== null && port.clock.now() - heldSince >= stuckMs,
		/** A clock became known, or the book. */
		goOn() {
			if (held && !watch.isKnown(held.run)) return;
			const batch = held;
			const heard = pending;
			[held, pending] = [null, []];
			if (batch) take(batch);
			for (const message of heard) hear(message);
		},
		forget() {
			[held, pending] = [null, []];
		},
	};
};
