import type {Clock} from '../clock.js';
import type {RelayEvent} from '../relay/shelf.js';
import {keyOf, subjectsOf, type BookName} from '../relay/subjects.js';
import type {WireTap} from '../recording/transport-tap.js';
import type {Session} from '../session/session.js';
import {shareTicks} from '../session/shared-ticks.js';
import type {BookView} from '../store/market-view.js';
import type {Bus} from '../transport/bus.js';
import {startWireLog, type WaitingLetters, type WireLog} from './wire-log.js';

export type RelayWireOptions = {
	readonly bus: Bus;
	readonly clock: Clock;
	readonly sessions: {
		/** A book that is followed here. */
		get(book: BookName):
			| {
					readonly session: Pick<Session, 'resync'>;
					readonly store: {
						getView(): {readonly books: readonly Pick<BookView, 'key' | 'status' | 'health'>[]};
					};
					readonly tap: WireTap;
			  }
			| undefined;
	};
	/** Of this start of the relay. */
	readonly run: string;
	/** The program's. */
	readonly version: string;
	readonly say: (text: string) => void;
	/** Letters that wait for all books while the bus is away. @default 160 million */
	readonly mostWaiting?: number;
};

/** Where a new part is asked for: to record from now on. */
export const wireAskOf = (book: BookName): string => `${subjectsOf(book).ask}.wire`;

/** A part is no longer, in milliseconds: whoever wants a moment reads from the beginning of its part. */
const longestMs = 3_600_000;

/** How often it is looked how long they are, and whether they have a snapshot, in milliseconds. */
const lookMs = 30_000;

/** So long it is tried to send what waits at the end, in milliseconds. */
const farewellMs = 5000;

/** Parts are begun no more often, in milliseconds: each asks the exchange for a snapshot. */
const leastMs = 30_000;

type Own = {
	readonly book: BookName;
	log: WireLog | null;
	begunAt: number;
	stopAnswering: () => void;
	part: string;
};

/** Whether a book can be compared with a fresh snapshot, and was not since then: the one that was asked for never came. */
const lacksSnapshot = ({status, health}: Pick<BookView, 'status' | 'health'>, since: number) => {
	const {proof, lastAudit} = health;
	const isAskedFor = proof?.audit === 'rest' || proof?.audit === 'socket';
	return status === 'live' && isAskedFor && (lastAudit?.at ?? -Infinity) < since;
};

/** Begins the parts of a book's wire, one after another. */
const createParts = (options: RelayWireOptions) => {
	const {bus, clock, sessions, run, version, say, mostWaiting: most = 160_000_000} = options;
	const waiting: WaitingLetters = {most, count: 0};
	let count = 0;

	/** `after`: the part before has sent what it had. */
	const begin = (own: Own, after?: Promise<string | null>) => {
		const {book} = own;
		const followed = sessions.get(book);
		if (!followed) return;
		own.part = `${run}~${++count}`;
		own.begunAt = clock.now();
		const {session, store, tap} = followed;
		const log: WireLog = startWireLog({
			...{bus, clock, tap, waiting, after, subject: subjectsOf(book).wire, part: own.part},
			header: {
				...{market: `${book.base}/${book.quote}`, exchanges: [book.exchange], app: version},
			},
			refresh() {
				for (const {key} of store.getView().books) session.resync(key);
			},
			onTrouble(reason) {
				say(`the wire of ${keyOf(book)} waits to be stored: ${reason}`);
			},
			onEnd(reason) {
				if (own.log === log) own.log = null;
				say(`the wire of ${keyOf(book)} is kept no more: ${reason}`);
			},
		});
		own.log = log;
	};

	return {
		begin,
		/** Asks for a snapshot again: without one nobody can prove what comes in the part. */
		insist({book, log, begunAt}: Own) {
			const {session, store} = (log && sessions.get(book)) ?? {};
			for (const view of store?.getView().books ?? [])
				if (lacksSnapshot(view, begunAt)) session?.resync(view.key);
		},
		/** Goes on in another part, where this one has lasted so long. */
		renew(own: Own, afterMs: number) {
			if (own.log && clock.now() - own.begunAt < afterMs) return;
			begin(own, own.log?.stop());
		},
	};
};

/** Keeps what the exchanges send of the books that this relay owns. */
export const createRelayWire = (given: RelayWireOptions) => {
	// What all books send each second goes together.
	const options = {...given, clock: shareTicks(given.clock)};
	const {bus, clock} = options;
	const owned = new Map<string, Own>();
	const parts = createParts(options);

	const stopLooking = clock.every(lookMs, () => {
		for (const own of owned.values()) {
			parts.insist(own);
			parts.renew(own, longestMs);
		}
	});

	const end = (key: string) => {
		const own = owned.get(key);
		owned.delete(key);
		own?.stopAnswering();
		return own?.log ?? null;
	};

	const take = (book: BookName) => {
		end(keyOf(book))?.drop();
		const own: Own = {
			...{book, log: null, begunAt: -Infinity, part: ''},
			stopAnswering: () => undefined,
		};
		owned.set(keyOf(book), own);
		parts.begin(own);
		own.stopAnswering = bus.answer(wireAskOf(book), question => {
			parts.renew(own, leastMs);
			question.answer(Buffer.from(JSON.stringify({part: own.part})));
		});
	};

	return {
		hear(event: RelayEvent) {
			if (event.type === 'owner') take(event.book);
			if (event.type === 'lost') end(keyOf(event.book))?.drop();
		},
		/** Sends what waits, and ends; where the bus is away, without. */
		async stop() {
			stopLooking();
			const logs = [...owned.keys()].map(end);
			const cancel = clock.after(farewellMs, () => {
				for (const log of logs) log?.drop('what came last could not be sent');
			});
			await Promise.all(logs.map(log => log?.stop()));
			cancel();
		},
	};
};
