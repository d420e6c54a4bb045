import {findState} from '../../source/relay/past-states.js';
import {readPast} from '../../source/relay/read-past.js';
import {subjectsOf} from '../../source/relay/subjects.js';
import {createToldStore} from '../../source/replay/play-writes.js';
import {repeatWrite} from '../../source/store/store-writes.js';
import type {Bus, BusMessage} from '../../source/transport/bus.js';
import {connectMemoryBus} from './memory-bus.js';
import {stageBook, stageKey, type createStage} from './relay-stage.js';

const facts = {key: stageKey, exchange: 'binance', title: 'Binance', market: 'STEEM/USDT'};

type Stage = ReturnType<typeof createStage>;

/** Runs the stage until it is done. */
export const runUntil = async <T>({run}: Pick<Stage, 'run'>, action: Promise<T>): Promise<T> => {
	let isDone = false;
	const done = action.finally(() => (isDone = true));
	done.catch(() => undefined);
	while (!isDone) await run(5);
	return done;
};

/** What relays keep of the stage's book, as it is read: `live, 2 bids`, by where it stood and its levels. */
export const createPast = (
	stage: Stage,
	tamper: (message: BusMessage) => BusMessage | null = message => message,
) => {
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

	/** All that there is up to a moment, each time that something was written. */
	const read = async (from: number, to: number) => {
		const placed = await find(from);
		if (!placed) return [];
		const store = createToldStore();
		store.add({...facts, tickSize: null});
		const told: {at: number; words: string}[] = [];
		const options = {bus, clock: stage.clock, book: stageBook, facts: {...facts, tickSize: null}};
		const reading = async () => {
			for await (const {at, writes} of readPast({...options, placed, to, isStopped: () => false})) {
				if (at > to) break;
				for (const write of writes) repeatWrite(store, write);
				store.publish();
				const [book] = store.getView().books;
				const why = book?.reason ? ` (${book.reason})` : '';
				told.push({at, words: `${book?.status}${why}, ${book?.bids.length} bids`});
			}
		};
		await runUntil(stage, reading());
		return told;
	};
	return {
		cut: connected.cut,
		find,
		read,
		/** How it was at a moment. */
		at: async (moment: number) =>
			(await read(moment, moment)).findLast(({at}) => at <= moment)?.words ?? 'nothing',
	};
};
