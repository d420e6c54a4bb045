import {exchangeIds, simulatedIds, type ExchangeId, type SimulatedId} from './market-list.js';

type Entry = {
	readonly name: string;
	readonly exchanges: readonly SimulatedId[];
	/** What happens, for lists and menus. */
	readonly help: string;
};

const both = ['binance', 'huobi'] as const;
const all = simulatedIds;
const onBinance = ['binance'] as const;
const onHuobi = ['huobi'] as const;
/** Those whose protocols are made from the kit. */
const newer = simulatedIds.filter(id => id !== 'binance' && id !== 'huobi');

/**
 * Everything that can be made to go wrong. A fault strikes the connections open at that moment,
 * or lies in wait for at most 30 s for the next requests or handshakes; then the exchange behaves
 * again. "The next update" is the next message of an order book on each connection, whenever it
 * comes. Where a REST answer or a snapshot is at fault, an update is withheld too, so that clients
 * ask. A host name that cannot be resolved is no server's doing: for that, point an endpoint
 * variable such as `STEEM_TUI_BINANCE_WS` at a name that does not exist.
 */
export const allFaults = [
	{name: 'gap', exchanges: all, help: 'the next two updates are not delivered'},
	{name: 'duplicate', exchanges: all, help: 'the next update is delivered twice'},
	{name: 'old-event', exchanges: all, help: 'an update some seconds old is delivered again'},
	{name: 'reorder', exchanges: all, help: 'the next two updates change places'},
	{
		name: 'overlap',
		exchanges: onBinance,
		help: 'the second update from now repeats the first',
	},
	{
		name: 'stale-snapshot',
		exchanges: both,
		help: 'an update is withheld; the next two snapshots are older than the updates',
	},
	{
		name: 'late-snapshot',
		exchanges: both,
		help: 'an update is withheld; the next two snapshots take 6 s, and Binance’s are then ahead of the stream',
	},
	{
		name: 'ahead-snapshot',
		exchanges: onBinance,
		help: 'an update is withheld; the next two snapshots are 2.5 s ahead and end within an event',
	},
	{
		name: 'old-reply',
		exchanges: onHuobi,
		help: 'an update is withheld; the next four replies to a req are 3 s old',
	},
	{
		name: 'no-data-reply',
		exchanges: onHuobi,
		help: 'an update is withheld; the next two replies to a req have null as their book',
	},
	{
		name: 'bad-snapshot',
		exchanges: both,
		help: 'an update is withheld; the next two snapshots are cut off in the middle',
	},
	{
		name: 'crossed-snapshot',
		exchanges: both,
		help: 'an update is withheld; the next two snapshots have a bid above the asks',
	},
	{name: 'close', exchanges: all, help: 'sockets are closed with 1001, going away'},
	{name: 'close-1006', exchanges: all, help: 'sockets are cut off without a word'},
	{name: 'close-1012', exchanges: all, help: 'sockets are closed with 1012, service restart'},
	{
		name: 'silence',
		exchanges: all,
		help: 'the open sockets send nothing any more, not even a pong (half-open)',
	},
	{
		name: 'host-silence',
		exchanges: all,
		help: 'for 20 s the host answers nothing, not even handshakes and REST; open sockets stay half-open',
	},
	{
		name: 'depth-silence',
		exchanges: all,
		help: 'the open sockets send no updates any more; trades, pings and answers go on',
	},
	{
		name: 'refused-sub',
		exchanges: onHuobi,
		help: 'sockets are cut off; for 10 s each sub is refused with 429, but a req gets a book',
	},
	{
		name: 'no-subscription',
		exchanges: onHuobi,
		help: 'sockets are cut off; for 10 s each sub is refused as not offered, but a req gets a book',
	},
	{name: 'trickle', exchanges: all, help: 'for 10 s sockets send one byte each 20 ms'},
	{
		name: 'late',
		exchanges: all,
		help: 'for 30 s all that the open sockets send comes 8 s late, pongs too',
	},
	{name: 'malformed', exchanges: all, help: 'the next update is JSON cut off in the middle'},
	{
		name: 'not-an-object',
		exchanges: all,
		help: 'messages come that are null, a list, a number, text, or empty',
	},
	{
		name: 'bad-types',
		exchanges: all,
		help: 'the next update has a level that is not a pair of numbers',
	},
	{name: 'bad-ids', exchanges: both, help: 'the next update has invalid ids'},
	{name: 'deep-json', exchanges: all, help: 'a message of 500 000 opening brackets'},
	{name: 'bad-gzip', exchanges: onHuobi, help: 'the gzip of the next update is cut off'},
	{name: 'text-frame', exchanges: onHuobi, help: 'the next update is text instead of gzip'},
	{name: 'binary-frame', exchanges: onBinance, help: 'the next update is binary instead of text'},
	{
		name: 'bomb',
		exchanges: both,
		help: '100 KB of gzip unpack to 100 MB: in a message of Huobi, in the next REST answer of Binance',
	},
	{name: 'tiny-values', exchanges: all, help: 'a message of two million empty objects, 5.7 MB'},
	{name: 'huge-message', exchanges: all, help: 'a message of 100 MB; updates meanwhile are lost'},
	{
		name: 'wrong-market',
		exchanges: both,
		help: 'an update of another market comes first, with the ids of the next one',
	},
	{name: 'unknown', exchanges: both, help: 'unknown events, and unknown fields in the next update'},
	{name: 'negative', exchanges: all, help: 'the next update has a negative size'},
	{name: 'nan', exchanges: all, help: 'the next update has a size that is NaN'},
	{name: 'infinite', exchanges: all, help: 'the next update has a size of 1e400'},
	{name: 'long-number', exchanges: all, help: 'the next update has a size of 60 digits'},
	{name: 'crossed', exchanges: all, help: 'the next update has a bid above the best asks'},
	{
		name: 'blank-side',
		exchanges: onHuobi,
		help: 'for 10 s sides without a change are left out or null',
	},
	{
		name: 'blank-mbp',
		exchanges: onHuobi,
		help: 'for 10 s, each 100 ms without a change brings an empty update without a new id',
	},
	{name: 'empty-direction', exchanges: onHuobi, help: 'for 10 s trades have no direction'},
	{name: 'microseconds', exchanges: onBinance, help: 'for 10 s times in messages are microseconds'},
	{
		name: 'escape',
		exchanges: both,
		help: 'escape sequences come in an error, a symbol, the next REST answer, then in a close',
	},
	{
		name: 'escape-list',
		exchanges: both,
		help: 'the next list of markets has a name made of escape sequences',
	},
	{
		name: 'tiny-list',
		exchanges: both,
		help: 'the next list of markets has nine million empty objects, in some 30 KB of gzip',
	},
	{
		name: 'long-name',
		exchanges: both,
		help: 'the next list of markets has one with a name of 100 000 letters',
	},
	{
		name: 'late-trades',
		exchanges: all,
		help: 'the next answer with recent trades takes 6 s',
	},
	{
		name: 'refused-trades',
		exchanges: all,
		help: 'the next request for recent trades is refused',
	},
	{
		name: 'cut-trades',
		exchanges: all,
		help: 'the next answer with recent trades ends in the middle',
	},
	{
		name: 'rate-limit',
		exchanges: all,
		help: 'REST answers 429 for 3 s from the next request, with Retry-After',
	},
	{
		name: 'ban',
		exchanges: onBinance,
		help: 'REST answers 418 for 10 s from the next request, with Retry-After',
	},
	{
		name: 'ban-in-body',
		exchanges: onBinance,
		help: 'for 10 s REST answers 418, and says only in its text until when',
	},
	{
		name: 'retry-after',
		exchanges: all,
		help: 'for 3 s REST answers 429, with Retry-After as a date, epoch seconds or ms in turn',
	},
	{
		name: 'login-page',
		exchanges: all,
		help: 'sockets are cut off; for 10 s a login page answers, with 302 and 200 in turn',
	},
	{name: 'blocked', exchanges: all, help: 'the next two REST answers are 451'},
	{name: 'server-error', exchanges: all, help: 'the next two REST answers are 500 with a page'},
	{name: 'rest-hang', exchanges: all, help: 'the next REST request is never answered'},
	{name: 'rest-reset', exchanges: all, help: 'the next two REST requests are reset'},
	{
		name: 'huobi-error',
		exchanges: onHuobi,
		help: 'an error comes unasked; an update is withheld; the next two replies are errors',
	},
	{
		name: 'bad-pong-close',
		exchanges: onHuobi,
		help: 'sockets are closed as after wrong pongs: 1003',
	},
	{name: 'shutdown', exchanges: onBinance, help: 'serverShutdown comes; sockets close 10 s later'},
	{name: 'day-cut', exchanges: onBinance, help: 'sockets are closed as after 24 h'},
	{
		name: 'clock-skew',
		exchanges: all,
		help: 'all times in messages are 90 s ahead for 30 s, then 90 s behind for 30 s',
	},
	{name: 'ping-flood', exchanges: both, help: 'a thousand pings come at once'},
	{name: 'refused', exchanges: all, help: 'sockets are cut off and refused for 5 s'},
	{
		name: 'upgrade-503',
		exchanges: all,
		help: 'sockets are cut off; the next two handshakes are answered with 503',
	},
	{
		name: 'upgrade-503-date',
		exchanges: all,
		help: 'sockets are cut off; the next two handshakes are answered with 503 and a date to come back',
	},
	{
		name: 'upgrade-429',
		exchanges: all,
		help: 'sockets are cut off; the next two handshakes are answered with 429 and Retry-After, 5 s',
	},
	{
		name: 'upgrade-418',
		exchanges: onBinance,
		help: 'sockets are cut off; the next two handshakes are answered with 418 and a date to come back',
	},
	{
		name: 'upgrade-hang',
		exchanges: all,
		help: 'sockets are cut off; the next handshake is never answered',
	},
	{
		name: 'lost-frame',
		exchanges: ['coinbase'],
		help: 'the next message that is no update is not delivered',
	},
	{
		name: 'checksum',
		exchanges: ['kraken'],
		help: 'the next update has the checksum of another book',
	},
	{
		name: 'restart-ids',
		exchanges: ['okx', 'bybit'],
		help: 'ids begin anew: OKX’s next update links to a lower one, Bybit sends a whole book with id 1',
	},
	{
		name: 'unasked-snapshot',
		exchanges: ['gate', 'kraken', 'okx', 'bybit', 'coinbase'],
		help: 'a whole book comes in the place of the next update',
	},
	{
		name: 'no-snapshot',
		exchanges: ['okx'],
		help: 'sockets are cut off; for 10 s subscriptions bring updates without the book they change',
	},
	{
		name: 'refused-subscription',
		exchanges: newer,
		help: 'sockets are cut off; for 10 s each subscription is refused',
	},
	{
		name: 'reconnect-notice',
		exchanges: ['kraken', 'okx', 'bitstamp'],
		help: 'a notice to reconnect comes; sockets are closed a minute later',
	},
	{
		name: 'error-in-200',
		exchanges: ['kraken', 'okx', 'bybit'],
		help: 'the next two REST answers are errors under HTTP 200',
	},
	{
		name: 'halted',
		exchanges: newer,
		help: 'sockets are cut off, and again after 10 s; until then all markets are halted',
	},
	{
		name: 'unlisted',
		exchanges: newer,
		help: 'sockets are cut off; for 10 s no market is listed',
	},
] as const satisfies readonly Entry[];

export type FaultName = (typeof allFaults)[number]['name'];

type Fault = {
	readonly name: FaultName;
	readonly exchanges: readonly SimulatedId[];
	readonly help: string;
};

/** Those that can strike any of these exchanges, and which of them. */
export const faultsOf = <Id extends SimulatedId>(ids: readonly Id[]) =>
	(allFaults as readonly Fault[])
		.map(({name, exchanges, help}) => ({
			...{name, help},
			exchanges: ids.filter(id => exchanges.includes(id)),
		}))
		.filter(({exchanges}) => exchanges.length > 0);

/** Those of the exchanges that take part where nothing else is said. */
export const faults = faultsOf(exchangeIds);

export const faultNames: readonly FaultName[] = faults.map(({name}) => name);

/** The exchanges a fault can strike of those with a client; null for a name that is none. */
export const exchangesOf = (name: string): readonly ExchangeId[] | null =>
	faults.find(fault => fault.name === name)?.exchanges ?? null;

/** All exchanges that a fault can strike. */
export const struckBy = (name: FaultName): readonly SimulatedId[] =>
	allFaults.find(fault => fault.name === name)?.exchanges ?? [];
