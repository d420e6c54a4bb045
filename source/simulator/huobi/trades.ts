import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {lotsText} from '../number-text.js';
import {createSubscribers} from '../subscribers.js';
import type {Fill} from '../tape.js';
import {objectText} from './text.js';
import {prompt, type HuobiTopic} from './topic.js';

/** The newest trades that a `req` is answered with. */
const mostTrades = 300;

/**
 * A fill, as JSON; `direction` is the taker's side. The long `id` is far beyond 2^53, and REST has
 * another name for the short one.
 */
export const fillText = (
	market: RunningMarket,
	{id, side, tick, lots, time}: Fill,
	idName: 'tradeId' | 'trade-id',
): string => {
	const {price, size} = lotsText('huobi', market.books.huobi.scale, [tick, lots]);
	return objectText({
		id: `${String(time)}000${String(id)}`,
		ts: time,
		[idName]: id,
		amount: size.wire,
		price: price.wire,
		direction: side === 'bids' ? '"sell"' : '"buy"',
	});
};

/** The fills of one market, those of a step in one message. */
export const createHuobiTrades = (market: RunningMarket): HuobiTopic => {
	const channel = `market.${toSymbol('huobi', market.listing)}.trade.detail`;
	const print = (fill: Fill) => fillText(market, fill, 'tradeId');

	const subscribers = createSubscribers(
		'huobi',
		market,
		step => {
			if (!step || step.trades.length === 0) return;
			const ts = String(step.time);
			const data = step.trades.map(trade => print({...trade, time: step.time})).join(',');
			const tick = `{"id":${String(step.sequence)},"ts":${ts},"data":[${data}]}`;
			subscribers.tell(`{"ch":"${channel}","ts":${ts},"tick":${tick}}`);
		},
		() => {},
	);

	return {
		subscribe: listener => subscribers.add(listener),
		request() {
			const fills = market.tapes.huobi.fills().slice(-mostTrades);
			return prompt(`[${fills.map(print).join(',')}]`);
		},
	};
};
