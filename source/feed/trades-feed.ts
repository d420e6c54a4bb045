import type {Trade} from '../book/trade.js';
import type {Channel} from '../exchanges/exchange.js';
import {backoffMs} from './backoff.js';
import {openConnection, type Connection} from './connection.js';
import type {FeedOptions} from './feed.js';

/**
 * Follows a market's trades on a connection of their own. Its troubles are no trouble of the book:
 * it comes back by itself, later and later, and says nothing.
 */
export const startTradesFeed = (
	channel: Channel,
	options: Omit<FeedOptions, 'store' | 'key' | 'clockOffset'>,
	onTrades: (trades: readonly Trade[]) => void,
): (() => void) => {
	const {exchange, market, endpoints, transport, rest, clock, random} = options;
	let connection: Connection | null = null;
	let attempt = 0;
	let lastSign = 0;
	let cancelRetry: () => void = () => undefined;

	const open = () => {
		lastSign = clock.now();
		connection = openConnection({
			url: endpoints.ws + channel.path(market),
			rest,
			remedy: null,
			client: channel.createClient(market),
			transport,
			clock,
			listener: {
				onOpen: () => undefined,
				onSign() {
					lastSign = clock.now();
				},
				onBook: () => null,
				onTrades(trades) {
					attempt = 0;
					onTrades(trades);
				},
				onSyncing: () => undefined,
				onAudit: () => undefined,
				onUnaudited: () => undefined,
				onRenew: () => undefined,
				onLost() {
					connection = null;
					cancelRetry = clock.after(backoffMs(attempt++, random), open);
				},
			},
		});
	};

	const cancelTicks = clock.every(1000, () => {
		if (clock.now() - lastSign >= exchange.deadAfterMs) connection?.lose({code: 'silent'});
	});

	open();

	return () => {
		cancelTicks();
		cancelRetry();
		connection?.end();
	};
};
