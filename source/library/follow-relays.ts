import type {Clock} from '../clock.js';
import {busStreams} from '../relay/subjects.js';
import {startRelayedSessions} from '../relayed/relayed-sessions.js';
import {untilConnected} from '../relayed/until-connected.js';
import {createNatsBus} from '../transport/nats.js';
import {FeedError} from './feed-error.js';
import {followSessions} from './follow-sessions.js';
import type {News} from './news.js';
import type {RelaysPlan} from './read-options.js';
import type {Running} from './running.js';

/** How long a server is waited for at the start, in milliseconds. */
const patienceMs = 10_000;

/** What is only read has no limits of ours. */
const streams = busStreams({keepMs: Infinity, keepWireMs: Infinity, maxBytes: null});

/**
 * Follows markets as relays tell them, until it is stopped. Rejects where the relays' server cannot be used, or with the
 * reason of a signal that comes before it is reached.
 */
export const followRelays = async (
	{markets, exchanges, address}: RelaysPlan,
	news: Pick<News, 'follow'>,
	clock: Clock,
	signal?: AbortSignal,
): Promise<Running> => {
	const bus = createNatsBus({
		...{address, name: 'steem-tui library', streams, clock},
		random: Math.random,
	});
	const problem = await untilConnected(bus, clock, patienceMs, signal);
	if (problem !== null) {
		await bus.close();
		signal?.throwIfAborted();
		throw new FeedError('unreachable', problem);
	}
	const sessions = startRelayedSessions({bus, exchanges, clock, random: Math.random}, markets);
	return followSessions(sessions, news, clock, bus.close);
};
