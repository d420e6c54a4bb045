import {withCode} from '../../source/faults.js';
import {findState} from '../../source/relay/past-states.js';
import {readPast} from '../../source/relay/read-past.js';
import {subjectsOf} from '../../source/relay/subjects.js';
import {createToldStore} from '../../source/replay/play-writes.js';
import {repeatWrite} from '../../source/store/store-writes.js';
import type {Bus, BusMessage} from '../../source/transport/bus.js';
import {connectMemoryBus} from './memory-bus.js';
import {stageBook, stageKey, type createStage} from './relay-stage.js';

const names = {exchange: 'binance', title: 'Binance', market: 'STEEM/USDT'};
const facts = {...names, key: stageKey, tickSize: null};

type Stage = ReturnType<typeof createStage>;

/** Runs the stage until it is done. */
export const runUntil = async <T>({run}: Pick<Stage, 'run'>, action: Promise<T>): Promise<T> => {
	let isDone = false;
	const done = action.finally(() => (isDone = true));
	done.catch(() => undefined);
	while (!isDone) await run(5);
	return done;
};

/**
 * What relays keep of the stage's book, as it is read: `live, 2 bids`, by where it stood and its levels. `setMs`: how
 * far the reader's wall clock is set on.
 */
export const createPast = (
	stage: Stage,
	tamper: (message: BusMessage) => BusMessage | null = message => message,
	setMs = 0,
) => {
	const clock = {...stage.clock, wall: (at?: number) => stage.clock.wall(at) + setMs};
	const connected = connectMemoryBus({server: stage.server});
	const bus = {
		...connected,
		async *read(...args: Parameters<Bus['read']>) {
			for await (const message of connected.read(...args)) {
				const tampered = tamper(message);
				if (tampered) yield tampered;
			}
		},
	};
	const find = async (moment: number) =>
		runUntil(stage, findState(bus, subjectsOf(stageBook).state, moment));

	/** Reads from a moment on, and tells how the book was each time that something was written. */
	const start = async (from: number, to: number) => {
		const told: {at: number; words: string}[] = [];
		const placed = await find(from);
		let [isStopped, isAll] = [false, false];
		const store = createToldStore();
		store.add(facts);
		const read = async () => {
			if (!placed) return;
			const options = {...{bus, facts, placed, to}, clock, book: stageBook};
			const onAll = () => (isAll = true);
			for await (const {at, writes} of readPast({...options, isStopped: () => isStopped, onAll})) {
				if (at > to) break;
				for (const write of writes) repeatWrite(store, write);
				store.publish();
				const [book] = store.getView().books;
				const why = book?.reason ? ` (${withCode(book.reason, book.code)})` : '';
				told.push({at, words: `${book?.status}${why}, ${book?.bids.length} bids`});
			}
		};
		const breaks = () => store.getView().books[0]?.tapeFacts?.breaks ?? [];
		return {told, done: read(), stop: () => (isStopped = true), breaks, isAll: () => isAll};
	};

	/** All that there is up to a moment. */
	const read = async (from: number, to: number) => {
		const {told, done} = await start(from, to);
		await runUntil(stage, done);
		return told;
	};

	/** Ids of the fills behind which others may be missing, as of a moment. */
	const breaks = async (from: number, to: number) => {
		const {done, breaks: get} = await start(from, to);
		await runUntil(stage, done);
		return get();
	};

	return {
		...{cut: connected.cut, mend: connected.mend},
		...{find, read, breaks},
		/** Reads on with what comes, until it is stopped. */
		follow: async (from: number) => start(from, Infinity),
		/** How it was at a moment. */
		at: async (moment: number) =>
			(await read(moment, moment)).findLast(({at}) => at <= moment)?.words ?? 'nothing',
	};
};
