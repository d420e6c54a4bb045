import type {Clock} from '../clock.js';
import {startMarketSessions} from '../session/market-sessions.js';
import {openSource} from '../session/source.js';
import {followSessions} from './follow-sessions.js';
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
	return followSessions(sessions, news, clock, source.close);
};
