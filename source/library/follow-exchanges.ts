import type {Clock} from '../clock.js';
import {startMarketSessions} from '../session/market-sessions.js';
import {openSource} from '../session/source.js';
import {FeedError} from './feed-error.js';
import type {News} from './news.js';
import type {ExchangePlan} from './read-options.js';
import type {Running} from './running.js';

/** Follows markets on exchanges, real or simulated, until it is stopped. */
export const followExchanges = async (
	{markets, restShare, proxy, ...plan}: ExchangePlan,
	news: Pick<News, 'follow'>,
	clock: Clock,
): Promise<Running> => {
	const source = await openSource({
		...{...plan, wanted: markets, clock},
		proxy: {address: proxy, noProxy: ''},
	});
	const {venues, transport} = source;
	const sessions = startMarketSessions({
		...{markets, venues, transport, clock, restShare},
		random: Math.random,
	});
	const stops = sessions.stores.map(store => news.follow(store, clock.now));
	const finished = sessions.resolved.then(resolved => {
		if (resolved.type === 'unlisted') throw new FeedError('not-listed', resolved.problem);
		// Exchanges do not end.
		return new Promise<void>(() => undefined);
	});
	return {
		begin() {
			// It goes on whether anybody listens or not.
		},
		finished,
		async stop() {
			for (const stop of stops) stop();
			sessions.stop();
			await source.close();
		},
	};
};
