import type {HuobiTopic} from './topics.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {lotsText} from '../number-text.js';
import type {BookStep, Trade} from '../running-book.js';
import {createSubscribers} from '../subscribers.js';

/** The newest trades that a `req` is answered with. */
const mostTrades = 300;

/** The fills of one market, those of a step in one message; `direction` is the taker's side. */
export const createHuobiTrades = (market: RunningMarket): HuobiTopic => {
	const book = market.books.huobi;
	const {scale} = book;
	const channel = `market.${toSymbol('huobi', market.listing)}.trade.detail`;

	// By hand: the id is far beyond 2^53, and the numbers are Java's.
	const print = ({time, sequence}: BookStep, {id, side, tick, lots}: Trade, index: number) => {
		const {price, size} = lotsText('huobi', scale, [tick, lots]);
		const longId = `${String(sequence)}${String(index).padStart(3, '0')}${String(id)}`;
		const direction = side === 'bids' ? 'sell' : 'buy';
		return `{"id":${longId},"ts":${String(time)},"tradeId":${String(id)},"amount":${size.wire},"price":${price.wire},"direction":"${direction}"}`;
	};

	const printAll = (step: BookStep) => step.trades.map((trade, index) => print(step, trade, index));

	const subscribers = createSubscribers(
		'huobi',
		market,
		step => {
			if (!step || step.trades.length === 0) return;
			const ts = String(step.time);
			const data = printAll(step).join(',');
			const tick = `{"id":${String(step.sequence)},"ts":${ts},"data":[${data}]}`;
			subscribers.tell(`{"ch":"${channel}","ts":${ts},"tick":${tick}}`);
		},
		() => {},
	);

	return {
		subscribe: listener => subscribers.add(listener),
		request() {
			const trades = book.stepsWithTrades().flatMap(printAll).slice(-mostTrades);
			return {data: `[${trades.join(',')}]`, delayMs: 0};
		},
	};
};
