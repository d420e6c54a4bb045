import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {lotsText} from '../number-text.js';
import type {BookStep, Trade} from '../running-book.js';
import {createSubscribers, type Subscribers} from '../subscribers.js';

/**
 * The fills of one market, one event each. Here an order never meets two on one price, so an
 * aggregate holds one fill.
 */
export const createTradeStream = (
	market: RunningMarket,
	kind: 'trade' | 'aggTrade',
): Subscribers => {
	const {scale} = market.books.binance;
	const symbol = toSymbol('binance', market.listing);

	const ids = ({id}: Trade) => (kind === 'trade' ? {t: id} : {a: id});
	const parts = ({id}: Trade) => (kind === 'trade' ? {} : {f: id, l: id});

	const print = ({time}: BookStep, trade: Trade): string => {
		const {price, size} = lotsText('binance', scale, [trade.tick, trade.lots]);
		return JSON.stringify({
			e: kind,
			E: time,
			s: symbol,
			...ids(trade),
			p: price.wire,
			q: size.wire,
			...parts(trade),
			T: time,
			// Whether the buyer was the maker: then the taker sold.
			m: trade.side === 'bids',
			M: true,
		});
	};

	const subscribers = createSubscribers(
		'binance',
		market,
		step => {
			if (!step) return;
			for (const trade of step.trades) subscribers.tell(print(step, trade));
		},
		() => {},
	);
	return subscribers;
};
