import type {Trade} from '../book/trade.js';
import type {Channel} from '../exchanges/exchange.js';
import {openConnection, type Connection} from './connection.js';
import type {ConnectionListener} from './connection-listener.js';
import {isTooSlow} from './due.js';
import type {FeedOptions} from './feed-options.js';
import type {KeepingUp} from './keeping-up.js';
import {createRetry} from './retry.js';

/** What its connection tells of a book is of no interest. */
const noBook: Omit<ConnectionListener, 'onSign' | 'onTrades' | 'onLost'> = {
	onOpen: () => undefined,
	onAgain: () => undefined,
	onBook: () => null,
	onSyncing: () => undefined,
	onAudit: () => undefined,
	onDoubt: () => undefined,
	onUnaudited: () => undefined,
	onRenew: () => undefined,
};

/**
 * Follows a market's trades on a connection of their own. Its troubles are no trouble of the book:
 * it comes back by itself, later and later, and says nothing. `onOpening`: from here on another one is heard.
 */
export const startTradesFeed = (
	channel: Channel,
	options: Omit<FeedOptions, 'store' | 'key' | 'clockOffset'> & Pick<KeepingUp, 'keepsUpMs'>,
	onTrades: (trades: readonly Trade[]) => void,
	onOpening: () => void,
): (() => void) => {
	const {exchange, market, rest, sockets, clock, random, keepsUpMs} = options;
	let connection: Connection | null = null;
	let lastSign = 0;

	const listener: ConnectionListener = {
		...noBook,
		onSign() {
			lastSign = clock.now();
		},
		onTrades(trades) {
			retry.calm();
			onTrades(trades);
		},
		onLost(_fault, _isUnserved, elsewhere) {
			connection = null;
			retry.again(elsewhere !== null);
		},
	};

	const open = () => {
		lastSign = clock.now();
		onOpening();
		const client = channel.createClient(market);
		const [path, topics] = [channel.path(market), channel.topics(market)];
		connection = openConnection({path, topics, client, sockets, rest, clock, listener});
	};

	const retry = createRetry({clock, random, sockets, open});

	const isLate = ({lateness}: Connection): boolean => {
		// What we were slow to read says nothing of the socket.
		const slowMs = Math.min(lateness.slowMs(), keepsUpMs());
		return isTooSlow({slowMs, wasInTime: lateness.wasInTime()});
	};

	const cancelTicks = clock.every(1000, () => {
		if (clock.now() - lastSign >= exchange.deadAfterMs) connection?.lose({code: 'silent'});
		else if (connection && isLate(connection)) connection.lose({code: 'late'});
	});

	retry.now();

	return () => {
		cancelTicks();
		retry.cancel();
		connection?.end();
	};
};
