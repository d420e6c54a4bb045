import type {Decimal} from '../book/fixed-point.js';
import type {BookChange} from '../book/order-book.js';
import type {Trade} from '../book/trade.js';
import type {FeedFault} from '../faults.js';
import type {Steps} from './list-entries.js';
import type {AuditRule, Ids, LossRule} from '../book/proving.js';
import type {RecentTrades} from './recent-trades.js';
import type {Sharing} from './sharing.js';
import type {FeedProof} from './subscription.js';
import type {Tickers} from './ticker.js';
import type {WireRules} from './wire-rules.js';

/** A market as one exchange lists it. */
export type Market = {
	/** What is bought and sold, in capitals: `STEEM`. */
	readonly base: string;
	/** What it is paid in, in capitals. */
	readonly quote: string;
	/** The exchange's own name of it, in the case its REST interface uses. */
	readonly symbol: string;
	/** Smallest price step; null where the exchange's list could not be read. */
	readonly tickSize: Decimal | null;
	/** In what steps sizes go; null where the exchange has no such rule, or its list could not be read. */
	readonly sizeStep: Decimal | null;
	readonly state: MarketState;
};

/** `trading`, or why not. */
export type MarketState =
	| {readonly type: 'trading'}
	| {
			readonly type: 'halted';
			/** The exchange's own, such as `BREAK`. */
			readonly word: string;
			/** Whether its book still moves. */
			readonly hasData: boolean;
	  };

/** One, or several in the order in which they are tried. */
export type Addresses = string | readonly [string, ...string[]];

/** Where an exchange is reached; paths are appended. */
export type Endpoints = {
	/** `wss://stream.binance.com:9443`, without a path. */
	readonly ws: Addresses;
	/** `https://api.binance.com`, without a path. */
	readonly rest: Addresses;
};

/** How a snapshot is asked for: over the client's own socket, or by HTTP from the REST endpoint. */
export type SnapshotRequest =
	| {
			readonly type: 'socket';
			/** The message to send. */
			readonly data: string;
	  }
	| {
			readonly type: 'http';
			/** Path and query on the REST endpoint. */
			readonly path: string;
			/** What it costs of the exchange's allowance. */
			readonly weight: number;
	  };

/** A message as received. */
export type MessageData = {
	/** Of a text frame its text, or that as bytes; of a binary frame its bytes. */
	readonly data: string | Buffer;
	/** Whether the bytes are those of a text. */
	readonly isText?: boolean;
};

export type ClientInput =
	| {
			readonly type: 'open';
			/** Epoch milliseconds by our wall clock: some exchanges want the time in what is sent. */
			readonly now?: number;
	  }
	| ({readonly type: 'message'} & MessageData)
	/** Another client has found that the subscription of this connection is on. */
	| {readonly type: 'subscribed'}
	/** The body of the answer to an HTTP snapshot request. */
	| {readonly type: 'response'; readonly body: string}
	/** A few seconds have gone by since the socket opened: time to judge whether anything flows. */
	| {readonly type: 'waited'}
	/** Get a new snapshot, on the same socket: the book is not to be trusted. */
	| {readonly type: 'resync'; readonly fault: FeedFault}
	/** Get a new snapshot to compare the book with, which stays in use meanwhile. */
	| {readonly type: 'audit'}
	/** The snapshot of an audit should have been compared by now. */
	| {readonly type: 'audit-late'}
	/** What was asked for so far is too old: it is asked for anew where it is wanted. */
	| {readonly type: 'forget'};

export type ClientOutput =
	/** `beat`: epoch milliseconds by the exchange's clock, of its sign of life that this answers. */
	| {readonly type: 'send'; readonly data: string; readonly beat?: number}
	/** What was read was sent at this time, in epoch milliseconds by the exchange's clock. */
	| {readonly type: 'told'; readonly at: number}
	/** Wanted as soon as the feed's spacing allows; a newer request takes the place of a waiting one. */
	| {readonly type: 'request'; readonly request: SnapshotRequest}
	/** The book after this change equals the exchange's, and what feeds it is on. */
	| {
			readonly type: 'book';
			readonly change: BookChange;
			readonly proof: FeedProof;
			/** Worth saying although the book is live. */
			readonly note?: FeedFault;
	  }
	/** The book no longer follows the exchange's: until the next `book` it is not live. `isAnew`: its ids began anew. */
	| {readonly type: 'syncing'; readonly fault?: FeedFault; readonly isAnew?: true}
	| {
			readonly type: 'trades';
			/** Oldest first. */
			readonly trades: readonly Trade[];
	  }
	/** A fresh snapshot and the updates since: together, the book at the sequence it is at now. */
	| {
			readonly type: 'audit';
			/** A snapshot first, then the updates since. */
			readonly changes: readonly BookChange[];
			/** What it means if the two differ, where the updates have not come as far as the snapshot. */
			readonly lag?: FeedFault;
	  }
	/** Something speaks against the book: it wants an audit. */
	| {
			readonly type: 'doubt';
			/** Where there is one, the book is not live until the audit. */
			readonly fault?: FeedFault;
	  }
	/** The audit could not be made, which says nothing against the book. */
	| {readonly type: 'unaudited'; readonly fault: FeedFault}
	/** The exchange will end this connection soon: have another in sync by then. */
	| {readonly type: 'renew'; readonly fault: FeedFault}
	/** This channel is of no use for the market: take the exchange's next one. */
	| {readonly type: 'unserved'; readonly fault: FeedFault}
	/** Nothing more will come of this connection: make a new one. */
	| {readonly type: 'reconnect'; readonly fault: FeedFault};

/**
 * The protocol state of one connection, from inputs to outputs: no socket, timer, promise or
 * store inside. Throws on a message it cannot read; the feed catches that.
 */
export type ExchangeClient = ((input: ClientInput) => readonly ClientOutput[]) & {
	/**
	 * Reads what takes long of a message, a few milliseconds a step, before it is given: nothing becomes of it but
	 * that it is taken the sooner. Null where it takes not long. Meanwhile no other message may be given.
	 */
	readonly readAhead?: (message: MessageData) => Steps<void> | null;
};

/** A websocket path and the client that understands it. */
export type Channel = {
	/** Path and query on the websocket endpoint. */
	path(market: Market): string;
	/** What its socket carries, by the exchange's names. */
	topics(market: Market): readonly string[];
	/**
	 * One for each connection: it is thrown away with it. `isThrifty`: with cheaper snapshots, for one of so many
	 * markets that the usual ones would take too much of the allowance.
	 */
	createClient(market: Market, isThrifty?: boolean): ExchangeClient;
};

/** One way of following a book. */
export type BookChannel = Channel & {
	readonly ids: Ids;
	readonly loss: LossRule;
	readonly audit: AuditRule;
};

/** A sign of life that the exchange wants by the clock. Its client has to know the answers, which may be no JSON. */
export type ClientPing = {
	/** What to send; `now`: epoch milliseconds by our wall clock. */
	data(now: number): string;
	readonly everyMs: number;
};

/** What there is to know of an exchange's REST interface besides its snapshots. */
export type RestRules = {
	/** Path that answers with the exchange's time; null where none does. */
	readonly timePath: string | null;
	/** In what steps its time goes, in milliseconds, where it is coarse: what is parsed is the middle of one. */
	readonly timeStepMs?: number;
	/** Epoch milliseconds; throws on an answer it cannot read. `date`: its HTTP header of that name, where it has one. */
	parseTime(body: string, date?: string): number;
	/**
	 * The HTTP status that an answer with status 200 should have had, where its body tells of an error: 429 for too
	 * many requests, 404 for what there is not, 400 for the rest; null where it tells of none.
	 */
	judge?(body: string): number | null;
	/** Header that tells the weight used in the current minute, and how much a minute allows; null where none does. */
	readonly weight: {
		readonly header: string;
		/** For all that ask from one internet address. */
		readonly perMinute: number;
	} | null;
	/** Weight of the market list. */
	readonly listWeight: number;
	/** Weight of the snapshot of a book; 0 where it is asked for over the socket. */
	readonly snapshotWeight: number;
};

export type Exchange = {
	/** Of one word in lower case, as in book keys: `binance`. */
	readonly id: string;
	/** As people write it: `Binance`. */
	readonly title: string;
	/** What else it is called, in lower case: names it had, and those of other programs. */
	readonly otherNames?: readonly string[];
	/** Its own hosts, in order: where one does not serve, the next is tried. */
	readonly endpoints: Readonly<Record<keyof Endpoints, readonly [string, ...string[]]>>;
	/** The environment variables that replace them, each by one address. */
	readonly endpointVariables: Readonly<Record<keyof Endpoints, string>>;
	/** In order of preference. */
	readonly channels: readonly [BookChannel, ...BookChannel[]];
	/** Where trades have a connection of their own; null where they come with the book. */
	readonly tradesChannel: Channel | null;
	/** How often the exchange sends a ping, of the socket or its own. We send one after half of it. */
	readonly heartbeatMs: number;
	/** What the exchange wants to be sent besides; null where pings of the socket do. */
	readonly ping: ClientPing | null;
	/** Silence on the socket, pings and pongs included, after which a ping is overdue and the book shown as stale. */
	readonly staleAfterMs: number;
	/** The same, after which the socket is given up: more than `staleAfterMs`. */
	readonly deadAfterMs: number;
	/** How long the exchange keeps a connection at the most; null where it sets no limit. */
	readonly maxConnectionMs: number | null;
	/** How a socket carries several markets. */
	readonly sharing: Sharing;
	/** How recordings of it are read, whatever program made them. */
	readonly wire: WireRules;
	/** What taking costs an account without discounts, in percent of the value. */
	readonly takerFee: Decimal;
	/** The same where it is another, by the quote currency of the market. */
	readonly takerFeeByQuote?: Readonly<Record<string, Decimal>>;
	/** Set where that is as others report it, and why: the exchange itself did not tell it. */
	readonly feeDoubt?: string;
	readonly rest: RestRules;
	/** Path of the list of all markets, or of one by its symbol where the exchange has that. */
	listPath(symbol?: string): string;
	/** Reads the list in steps, as it is long; throws on an answer it cannot read. */
	parseList(body: string): Steps<readonly Market[]>;
	/** Last prices, and what a day brought, of all markets. */
	readonly tickers: Tickers;
	/** The newest fills of a market. */
	readonly recentTrades: RecentTrades;
	/** The exchange's name of a market, by its convention. */
	toSymbol(base: string, quote: string): string;
};
