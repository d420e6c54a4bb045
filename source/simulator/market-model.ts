import {createBasis, createFairPrice} from './fair-price.js';
import {exchangeIds, isSilent, ofEach, type Listing, type SimulatedId} from './market-list.js';
import {scaleOf, type MarketScale} from './market-scale.js';
import type {SideName} from './ladder.js';
import {OrderFlow, type LevelChange} from './order-flow.js';
import {createPlacement, grainOf} from './placement.js';
import {between, createRandom} from '../random.js';
import {createTempo} from './tempo.js';

/** One exchange's book of a market. */
export type BookModel = {
	readonly scale: MarketScale;
	readonly flow: OrderFlow;
	/** 100 ms of trade around the given fair price; what it changed, in order. */
	step(fair: number): readonly LevelChange[];
};

/** One market on all exchanges that take part. */
export type MarketModel = {
	readonly books: Readonly<Record<SimulatedId, BookModel>>;
	/** 100 ms of market time; what changed on each exchange, in order. */
	step(): Readonly<Record<SimulatedId, readonly LevelChange[]>>;
};

type Span = readonly [from: number, to: number];

/** Levels a side, from and to. Asks reach beyond what an exchange shows, where it shows so many. */
const depths: Readonly<Record<SimulatedId, Readonly<Record<SideName, Span>>>> = {
	binance: {bids: [120, 220], asks: [300, 800]},
	huobi: {bids: [70, 145], asks: [155, 210]},
	gate: {bids: [120, 220], asks: [405, 480]},
	kraken: {bids: [110, 160], asks: [120, 260]},
	okx: {bids: [120, 220], asks: [405, 480]},
	upbit: {bids: [60, 110], asks: [80, 160]},
	bitstamp: {bids: [105, 160], asks: [120, 260]},
	bybit: {bids: [120, 190], asks: [205, 260]},
	coinbase: {bids: [200, 400], asks: [400, 800]},
};

/** How many levels a side an exchange's books are to have; as usual where nothing is said. */
export type Levels = Readonly<
	Partial<Record<SimulatedId, Readonly<Partial<Record<SideName, number>>>>>
>;

const great = new Set(['BTC', 'ETH', 'BNB']);

const livelinessOf = (exchange: SimulatedId, {base}: Listing): number =>
	(great.has(base) ? 0.9 : 0.3) * (exchange === 'huobi' ? 0.7 : 1);

const createBookModel = (
	exchange: SimulatedId,
	listing: Listing,
	name: string,
	fair: number,
	levels?: Partial<Record<SideName, number>>,
): BookModel => {
	const usual = depths[exchange];
	const spanOf = (side: SideName): Span => {
		const wanted = levels?.[side];
		return wanted === undefined ? usual[side] : [wanted, wanted];
	};
	const [bids, asks] = [spanOf('bids'), spanOf('asks')];
	const random = createRandom(`${name} ${exchange}`);
	const scale = scaleOf(exchange, listing);
	const flow = new OrderFlow({
		random,
		fair,
		placement: createPlacement(scale, random),
		levels: {bids: between(random, ...bids), asks: between(random, ...asks)},
		spreadUnit: Math.max(1, Math.round(scale.startTicks * 1e-5)),
	});
	const tempo = isSilent(exchange, listing)
		? () => null
		: createTempo(random, livelinessOf(exchange, listing));
	return {
		scale,
		flow,
		step(now) {
			const actions = tempo();
			if (actions !== null && actions > 0) flow.follow(now);
			for (let count = 0; count < (actions ?? 0); count++) flow.act(now);
			return flow.takeChanges();
		},
	};
};

/** What each exchange pays above Binance, in ticks. */
const createBases = (name: string, grain: number, ids: readonly SimulatedId[]) =>
	ofEach(ids, id => {
		if (id === 'binance') return () => 0;
		return createBasis(id === 'huobi' ? name : `${name} ${id}`, grain);
	});

/**
 * A market that is the same each time for the same seed: all exchanges follow one fair price, the
 * others a little above Binance. The state of a book after n steps depends on the seed and the
 * market alone, not on the others that take part.
 */
export const createMarketModel = (
	seed: number,
	listing: Listing,
	ids: readonly SimulatedId[] = exchangeIds,
	levels: Levels = {},
): MarketModel => {
	const name = `${String(seed)} ${listing.market}`;
	const scale = scaleOf('binance', listing);
	const nextFair = createFairPrice(name, scale.startTicks);
	const bases = createBases(name, grainOf(scale), ids);
	const fair = nextFair();
	const books = ofEach(ids, id =>
		createBookModel(id, listing, name, fair + bases[id](), levels[id]),
	);
	return {
		books,
		step() {
			const now = nextFair();
			return ofEach(ids, id => books[id].step(now + bases[id]()));
		},
	};
};
