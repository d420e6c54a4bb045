import {createBasis, createFairPrice} from './fair-price.js';
import {isSilent, type ExchangeId, type Listing} from './market-list.js';
import {scaleOf, type MarketScale} from './market-scale.js';
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

/** One market on both exchanges. */
export type MarketModel = {
	readonly books: Readonly<Record<ExchangeId, BookModel>>;
	/** 100 ms of market time; what changed on each exchange, in order. */
	step(): Readonly<Record<ExchangeId, readonly LevelChange[]>>;
};

/** Levels a side, from and to. Huobi's asks reach beyond the 150 that it shows. */
const depths = {
	binance: {bids: [120, 220], asks: [300, 800]},
	huobi: {bids: [70, 145], asks: [155, 210]},
} as const;

const great = new Set(['BTC', 'ETH', 'BNB']);

const livelinessOf = (exchange: ExchangeId, {base}: Listing): number =>
	(great.has(base) ? 0.9 : 0.3) * (exchange === 'huobi' ? 0.7 : 1);

const createBookModel = (
	exchange: ExchangeId,
	listing: Listing,
	name: string,
	fair: number,
): BookModel => {
	const random = createRandom(`${name} ${exchange}`);
	const scale = scaleOf(exchange, listing);
	const {bids, asks} = depths[exchange];
	const flow = new OrderFlow({
		random,
		fair,
		placement: createPlacement(scale, random),
		levels: {bids: between(random, bids[0], bids[1]), asks: between(random, asks[0], asks[1])},
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

/**
 * A market that is the same each time for the same seed: both exchanges follow one fair price,
 * Huobi a little above. The state after n steps depends on the seed and the market alone.
 */
export const createMarketModel = (seed: number, listing: Listing): MarketModel => {
	const name = `${String(seed)} ${listing.market}`;
	const scale = scaleOf('binance', listing);
	const nextFair = createFairPrice(name, scale.startTicks);
	const nextBasis = createBasis(name, grainOf(scale));
	const fair = nextFair();
	const books = {
		binance: createBookModel('binance', listing, name, fair),
		huobi: createBookModel('huobi', listing, name, fair + nextBasis()),
	};
	return {
		books,
		step() {
			const now = nextFair();
			return {
				binance: books.binance.step(now),
				huobi: books.huobi.step(now + nextBasis()),
			};
		},
	};
};
