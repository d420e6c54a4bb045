import type {Clock} from '../clock.js';
import type {BusMessage} from '../transport/bus.js';
import type {LogPlace} from './log-place.js';
import {relayOfRun, type Batch} from './messages.js';
import {differs, leapt, type Doubt, type OwnerWatch} from './owner-watch.js';
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
	readonly watch: Pick<OwnerWatch, 'withdraw' | 'ahead' | 'accepted' | 'isKnown' | 'isPossible'>;
	readonly isJoined: () => boolean;
	readonly askWord: () => void;
	readonly onDoubt: (doubt: Doubt) => void;
	readonly onEvent?: ((event: FollowEvent) => void) | undefined;
};

/** What comes while it cannot be read yet. */
const createPending = () => {
	let messages: BusMessage[] = [];
	return {
		add(message: BusMessage) {
			// Too much is as good as nothing: it will be asked for anew.
			if (messages.push(message) > mostPending) messages = [];
		},
		take(): readonly BusMessage[] {
			const taken = messages;
			messages = [];
			return taken;
		},
	};
};

/** The first message of an owner whose clock is not known yet: the book of before is vouched for meanwhile. */
const createHeld = (clock: Pick<Clock, 'now'>) => {
	let held: Batch | null = null;
	let since = 0;
	return {
		get: () => held,
		hold(batch: Batch) {
			[held, since] = [batch, clock.now()];
		},
		forget() {
			held = null;
		},
		/** The clock that is waited for does not become known. */
		isStuck: () => held !== null && clock.now() - since >= stuckMs,
	};
};

/** Puts a message that was accepted into the book, and sees whether that is the owner's then. */
const createTaking =
	({told, watch, onDoubt, onEvent}: Port) =>
	(batch: Batch): void => {
		if (!watch.isPossible(batch)) {
			onDoubt(leapt);
			return;
		}
		if (batch.open?.state) watch.withdraw();
		if (batch.open) {
			const {run, epoch} = batch;
			onEvent?.({type: 'owner', name: relayOfRun(run), epoch});
		}
		watch.accepted(batch);
		if (!told.take(batch, watch.ahead(batch.run, batch.asOf))) onDoubt(differs);
	};

/** Reads the log on from where the book is: a message that does not follow is a doubt. */
export const createLogReader = (port: Port) => {
	const {clock, place, watch, isJoined, askWord, onDoubt} = port;
	/** While the book, or the clock of its owner, is asked for. */
	const pending = createPending();
	const held = createHeld(clock);

	const take = createTaking(port);

	const read = (message: BusMessage) => {
		const accepted = place.accept(message);
		if (accepted.type === 'broken') onDoubt({reason: accepted.reason, fault: null});
		if (accepted.type !== 'batch') return;
		if (watch.isKnown(accepted.batch.run)) take(accepted.batch);
		else {
			held.hold(accepted.batch);
			askWord();
		}
	};

	const hear = (message: BusMessage) => {
		if (!isJoined() || held.get()) {
			pending.add(message);
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
		isHeld: () => held.get() !== null,
		isStuck: held.isStuck,
		/** The whole book was told: as it is after the message that waits, whose part in it that has been. */
		supersede: held.forget,
		/** A clock became known, or the book. */
		goOn() {
			const batch = held.get();
			if (batch && !watch.isKnown(batch.run)) return;
			held.forget();
			const heard = pending.take();
			if (batch) take(batch);
			for (const message of heard) hear(message);
		},
		forget() {
			held.forget();
			pending.take();
		},
	};
};
