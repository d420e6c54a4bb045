import {systemClock} from '../../../source/clock.js';
import {binance} from '../../../source/exchanges/binance/index.js';
import {parseWantedMarket} from '../../../source/market-name.js';
import {startRelayedSessions} from '../../../source/relayed/relayed-sessions.js';
import type {Bus} from '../../../source/transport/bus.js';

export type LatenessOptions = {
	readonly names: readonly string[];
	/** Of the exchange: each market's changes come so evenly. */
	readonly everyMs: number;
	/** Where it says its time. */
	readonly clockUrl: string;
};

/** How far the exchange's clock is ahead of ours, as near as a request can tell. */
const measureAhead = async (url: string): Promise<number> => {
	const before = Date.now();
	const told = Number(await (await fetch(url)).text());
	return told - (before + Date.now()) / 2;
};

/** Follows the books, and notes by how much what was shown as live was behind the exchange, in milliseconds at the most. */
export const watchLateness = async (bus: Bus, {names, everyMs, clockUrl}: LatenessOptions) => {
	const aheadMs = await measureAhead(clockUrl);
	const sessions = startRelayedSessions(
		{bus, exchanges: [binance], clock: systemClock, random: Math.random},
		names.flatMap(name => parseWantedMarket(name) ?? []),
	);
	let [latest, looks] = [0, 0];
	sessions.store.subscribe(() => {
		const now = Date.now() + aheadMs;
		for (const {status, exchangeTime} of sessions.store.getView().books) {
			if (status !== 'live' || exchangeTime === null) continue;
			looks++;
			// Up to the next change it was right.
			latest = Math.max(latest, now - exchangeTime - everyMs);
		}
	});
	return {
		/** Throws where hardly any book was looked at. */
		latest(): number {
			if (looks < names.length * 10) throw new Error(`${looks} live books were looked at`);
			return latest;
		},
		stop: sessions.stop,
	};
};
