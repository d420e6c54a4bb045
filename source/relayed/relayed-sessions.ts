import type {Clock} from '../clock.js';
import type {Exchange} from '../exchanges/exchange.js';
import type {WantedMarket} from '../market-name.js';
import {joinMarketSessions, type MarketSessions} from '../session/market-sessions.js';
import {shareTicks} from '../session/shared-ticks.js';
import type {Bus} from '../transport/bus.js';
import {startRelayedSession} from './relayed-session.js';

export type RelayedOptions = {
	readonly bus: Bus;
	/** In the order in which they are shown. */
	readonly exchanges: readonly Exchange[];
	readonly clock: Clock;
	/** From 0 to below 1. */
	readonly random: () => number;
};

/** Several markets as relays tell them. */
export const startRelayedSessions = (
	options: RelayedOptions,
	markets: readonly WantedMarket[],
): MarketSessions => {
	const clock = shareTicks(options.clock);
	const sessions = markets.map(wanted => ({
		wanted,
		session: startRelayedSession({...options, clock, wanted}),
	}));
	return joinMarketSessions(sessions, clock, () => undefined);
};
