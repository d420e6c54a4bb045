import {toSymbol, type SimulatedId} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {lotsText} from '../number-text.js';
import {createSubscribers} from '../subscribers.js';
import type {Fill} from '../tape.js';
import type {Stream} from './streams.js';

/** A fill with its numbers as the exchange prints them. */
export type PrintedFill = Fill & {
	readonly price: string;
	readonly size: string;
	/** The taker's side. */
	readonly taker: 'buy' | 'sell';
};

const printer =
	(exchange: SimulatedId, market: RunningMarket) =>
	(fill: Fill): PrintedFill => {
		const {scale} = market.books[exchange];
		const {price, size} = lotsText(exchange, scale, [fill.tick, fill.lots]);
		const taker = fill.side === 'bids' ? 'sell' : 'buy';
		return {...fill, price: price.wire, size: size.wire, taker};
	};

/** The newest fills of a market, of before it began too, newest first. */
export const newestFills = (
	exchange: SimulatedId,
	market: RunningMarket,
	count: number,
): readonly PrintedFill[] =>
	market.newest(exchange, count).map(printer(exchange, market)).reverse();

export type TradeStreamOptions = {
	/** The message of the fills of one step, or one message each. */
	print(fills: readonly PrintedFill[]): string | readonly string[];
	/** What a subscription begins with, by the fills there were; null for nothing. */
	first?(fills: readonly PrintedFill[]): string | null;
	/** How many fills it begins with. @default 50 */
	readonly most?: number;
};

/** A market's fills. */
export const createTradeStream = (
	exchange: SimulatedId,
	market: RunningMarket,
	{print, first = () => null, most = 50}: TradeStreamOptions,
): Stream => {
	const withNumbers = printer(exchange, market);
	const subscribers = createSubscribers(
		exchange,
		market,
		step => {
			if (!step || step.trades.length === 0) return;
			const fills = step.trades.map(trade => withNumbers({...trade, time: step.time}));
			for (const text of [print(fills)].flat()) subscribers.tell(text);
		},
		() => {},
	);
	return {
		channel: `trades:${toSymbol(exchange, market.listing)}`,
		first: () => first(market.tapes[exchange].fills().slice(-most).map(withNumbers)),
		follow: listener => subscribers.add(listener),
	};
};
