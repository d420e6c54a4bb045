import type {Trade} from '../book/trade.js';
import type {Channel} from '../exchanges/exchange.js';
import {backoffMs} from './backoff.js';
import {openConnection, type Connection} from './connection.js';
import type {FeedOptions} from './feed-options.js';

/**
 * Follows a market's trades on a connection of their own. Its troubles are no trouble of the book:
 * it comes back by itself, later and later, and says nothing.
 */
export const startTradesFeed = (
	channel: Channel,
	options: Omit<FeedOptions, 'store' | 'key' | 'clockOffset'>,
	onTrades: (trades: readonly Trade[]) => void,
): (() => void) => {
	const {exchange, market, transport, rest, sockets, clock, random} = options;
	let connection: Connection | null = null;
	let attempt = 0;
	let lastSign = 0;
	let cancelRetry: () => void = () => undefined;

	const heldMs = () => (sockets.hold()?.until ?? 0) - clock.now();

	const open = () => {
		if (sockets.hold()) {
			cancelRetry = clock.after(heldMs(), open);
			return;
		}
		lastSign = clock.now();
		connection = openConnection({
			path: channel.path(market),
			sockets,
			rest,
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
				onDoubt: () => undefined,
				onUnaudited: () => undefined,
				onRenew: () => undefined,
				onLost(_fault, _isUnserved, elsewhere) {
					connection = null;
					const waitMs = elsewhere === null ? backoffMs(attempt++, random) : 0;
					cancelRetry = clock.after(Math.max(waitMs, heldMs()), open);
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
