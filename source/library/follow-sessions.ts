import type {Clock} from '../clock.js';
import type {MarketSessions} from '../session/market-sessions.js';
import {FeedError} from './feed-error.js';
import type {News} from './news.js';
import type {Running} from './running.js';

/** Tells the news of sessions until they are stopped: neither exchanges nor relays end. `close`: what they are read from. */
export const followSessions = (
	sessions: Pick<MarketSessions, 'stores' | 'resolved' | 'stop'>,
	news: Pick<News, 'follow'>,
	clock: Clock,
	close: () => Promise<void>,
): Running => {
	const stops = sessions.stores.map(store => news.follow(store, clock.now));
	const finished = sessions.resolved.then(resolved => {
		if (resolved.type === 'unlisted') throw new FeedError('not-listed', resolved.problem);
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
			await close();
		},
	};
};
