import type {Interval} from '../intervals.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {createSubscribers} from '../subscribers.js';
import {candleFields} from './statistics.js';
import {objectText} from './text.js';
import {prompt, type HuobiTopic} from './topic.js';

const mostReplied = 300;

type Line = {readonly id: number; readonly text: string};

/** A line for each stretch in which anything was traded, oldest first; `id` is its beginning in seconds. */
export const klinesOf = (market: RunningMarket, {openOf}: Interval): readonly Line[] =>
	market.tapes.huobi.candles(openOf).map(candle => {
		const id = openOf(candle.time) / 1000;
		return {id, text: objectText({id, ...candleFields(market, candle)})};
	});

/** `kline`: the newest line whenever something was traded. */
export const createKline = (
	market: RunningMarket,
	name: string,
	interval: Interval,
): HuobiTopic => {
	const channel = `market.${toSymbol('huobi', market.listing)}.kline.${name}`;
	const subscribers = createSubscribers(
		'huobi',
		market,
		step => {
			if (!step || step.trades.length === 0) return;
			const line = klinesOf(market, interval).at(-1);
			if (!line) return;
			subscribers.tell(`{"ch":"${channel}","ts":${String(step.time)},"tick":${line.text}}`);
		},
		() => {},
	);
	return {
		subscribe: listener => subscribers.add(listener),
		request({from = 0, to = Infinity}) {
			const lines = klinesOf(market, interval).filter(({id}) => id >= from && id <= to);
			const texts = lines.slice(-mostReplied).map(({text}) => text);
			return prompt(`[${texts.join(',')}]`);
		},
	};
};
