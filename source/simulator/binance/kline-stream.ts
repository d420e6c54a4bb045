import type {Interval} from '../intervals.js';
import type {RunningMarket} from '../market-runner.js';
import {createSubscribers, type Subscribers} from '../subscribers.js';
import {barsOf, toKlineEvent} from './klines.js';

const stepsBetween = 20;
const stepsBetweenSeconds = 10;

/** The newest bar each 2 s, bars of a second each second; one that is over is told once more, closed. */
export const createKlineStream = (
	market: RunningMarket,
	name: string,
	interval: Interval,
	time: () => number,
): Subscribers => {
	const every = name === '1s' ? stepsBetweenSeconds : stepsBetween;
	let toldOpen = -Infinity;
	const subscribers = createSubscribers(
		'binance',
		market,
		(_, stepNumber) => {
			if (stepNumber % every !== 0) return;
			const now = time();
			const isNews = ({open}: {open: number}) => open >= toldOpen;
			for (const bar of barsOf(market, interval, now, 3).filter(isNews)) {
				subscribers.tell(JSON.stringify(toKlineEvent(market, name, interval, bar, now)));
				toldOpen = bar.open;
			}
		},
		() => {
			toldOpen = interval.openOf(time());
		},
	);
	return subscribers;
};
