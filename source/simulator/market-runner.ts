import type {Clock} from '../clock.js';
import {ofEach, simulatedIds, type Listing, type SimulatedId} from './market-list.js';
import {createMarketModel, type Levels} from './market-model.js';
import {between, createRandom, hashText} from '../random.js';
import {createPastFills} from './past-fills.js';
import {createTape, type Fill, type Tape} from './tape.js';
import {RunningBook, type BookStep, type Numbering} from './running-book.js';

/** What a subscriber hears each 100 ms; `step` is null where the book did not change. */
export type StepListener = (step: BookStep | null, stepNumber: number) => void;

/** A market whose time runs. */
export type RunningMarket = {
	readonly listing: Listing;
	readonly books: Readonly<Record<SimulatedId, RunningBook>>;
	readonly tapes: Readonly<Record<SimulatedId, Tape>>;
	/** The newest fills, of before the market began too, oldest first. */
	newest(exchange: SimulatedId, count: number): readonly Fill[];
	/** The market's time moves on while somebody listens. Returns the way to stop. */
	listen(exchange: SimulatedId, listener: StepListener): () => void;
	/** Fixes what happens in the next so many steps, if it is not yet. */
	drawAhead(steps: number): void;
};

export type MarketRunner = {
	/**
	 * A market begins with its first use, a subscription or a look at its book, and from then on
	 * its state depends on the seed and its own step number alone. It stands still, as if no time
	 * had passed, when for a minute nobody has listened or looked.
	 */
	use(listing: Listing): RunningMarket;
	/** Those whose time runs. */
	running(): readonly RunningMarket[];
	stop(): void;
};

export const stepMs = 100;

const stepsToStandstill = 600;

/** Binance and Gate count single level changes; the ids of others leap. */
const numberingOf = (exchange: SimulatedId, seed: number, {market}: Listing): Numbering => {
	if (exchange === 'binance' || exchange === 'gate')
		return {
			first: 100_000_000 + (hashText(`${String(seed)} ${market}`) % 900_000_000),
			firstTrade: 1_000_000 + (hashText(`${String(seed)} ${market} trades`) % 9_000_000),
			isPerChange: true,
			next: (sequence, changeCount) => sequence + changeCount,
		};
	const of = exchange === 'huobi' ? '' : ` ${exchange}`;
	const leaps = createRandom(`${String(seed)} ${market} leaps${of}`);
	return {
		first: 100_000_000_000 + hashText(`${market} ${String(seed)}${of}`),
		firstTrade: 100_000_000_000 + hashText(`${market} ${String(seed)} trades${of}`),
		isPerChange: false,
		next: (sequence, changeCount) => sequence + changeCount + between(leaps, 1, 40),
	};
};

/** Epoch milliseconds as each exchange tells them; those that take part. */
type Times = Readonly<Partial<Record<SimulatedId, () => number>>>;

type Runner = {market: RunningMarket; stepsUnused: number; isHeard(): boolean; step(): void};

const createRunner = (seed: number, listing: Listing, time: Times, levels: Levels): Runner => {
	const ids = simulatedIds.filter(id => time[id]);
	const timeOf = (id: SimulatedId) => time[id]?.() ?? 0;
	const model = createMarketModel(seed, listing, ids, levels);
	const books = ofEach(ids, id => {
		const {scale, flow} = model.books[id];
		const numbering = numberingOf(id, seed, listing);
		return new RunningBook({scale, flow, numbering, time: timeOf(id)});
	});
	const tapes = ofEach(ids, createTape);
	const pasts = ofEach(ids, id =>
		createPastFills(createRandom(`${String(seed)} ${listing.market} past ${id}`), {
			...{book: books[id], time: timeOf(id)},
			firstId: numberingOf(id, seed, listing).firstTrade,
		}),
	);
	const listeners = ofEach(ids, () => new Set<StepListener>());
	let stepNumber = 0;
	let drawnNumber = 0;

	const drawTo = (number: number) => {
		while (drawnNumber < number) {
			drawnNumber++;
			const changes = model.step();
			for (const exchange of ids) books[exchange].draw(drawnNumber, changes[exchange]);
		}
	};

	return {
		market: {
			listing,
			books,
			tapes,
			newest: (exchange, count) => [...pasts[exchange](), ...tapes[exchange].fills()].slice(-count),
			listen(exchange, listener) {
				listeners[exchange].add(listener);
				return () => {
					listeners[exchange].delete(listener);
				};
			},
			drawAhead(steps) {
				drawTo(stepNumber + steps);
			},
		},
		stepsUnused: 0,
		isHeard: () => ids.some(id => listeners[id].size > 0),
		step() {
			stepNumber++;
			drawTo(stepNumber);
			for (const exchange of ids) {
				const step = books[exchange].advance(stepNumber, timeOf(exchange));
				if (step) tapes[exchange].add(step);
				for (const listener of [...listeners[exchange]]) listener(step, stepNumber);
			}
		},
	};
};

export const createMarketRunner = (
	seed: number,
	clock: Clock,
	time: Times,
	levels: Levels = {},
): MarketRunner => {
	const runners = new Map<string, Runner>();

	const stop = clock.every(stepMs, () => {
		for (const runner of runners.values()) {
			if (runner.isHeard()) runner.stepsUnused = 0;
			else if (++runner.stepsUnused > stepsToStandstill) continue;
			runner.step();
		}
	});

	return {
		use(listing) {
			let runner = runners.get(listing.market);
			runner ??= createRunner(seed, listing, time, levels);
			runners.set(listing.market, runner);
			runner.stepsUnused = 0;
			return runner.market;
		},
		running: () =>
			[...runners.values()]
				.filter(({stepsUnused}) => stepsUnused <= stepsToStandstill)
				.map(({market}) => market),
		stop,
	};
};
