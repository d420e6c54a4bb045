import type {FaultCode} from '../faults.js';

/// <reference lib="esnext.disposable" />

/** A price and a size: plain decimals of any length, exactly the exchange's value, without padding zeros. */
export type Level = readonly [price: string, size: string];

/** Where a book stands. Only `live` vouches for it. */
export type Status =
	'connecting' | 'syncing' | 'live' | 'stale' | 'resyncing' | 'reconnecting' | 'failed';

/** Which book it is of. */
export type BookName = {
	/** The exchange's id: `binance`. */
	readonly exchange: string;
	/** `STEEM/USDT` */
	readonly market: string;
};

/** A book that is proven to equal the exchange's, as it was at one moment; it never changes. */
export type ProvenBook = BookName & {
	readonly status: 'live';
	/** The exchange's own id of the newest change in it. */
	readonly sequence: number;
	/** Epoch milliseconds by the exchange's clock; null where it tells none. */
	readonly exchangeTime: number | null;
	/** Epoch milliseconds by our clock of the newest change. */
	readonly receivedAt: number | null;
	/** Smallest price step, null until the exchange's list was read. */
	readonly tickSize: string | null;
	/** Best first; at most `levels` of them, and none that nothing vouches for. */
	readonly bids: readonly Level[];
	/** Best first; at most `levels` of them, and none that nothing vouches for. */
	readonly asks: readonly Level[];
	/** How many levels the book holds. */
	readonly levels: {readonly bids: number; readonly asks: number};
};

/** A book that nothing vouches for at present: it has no levels. */
export type LostBook = BookName & {
	readonly status: Exclude<Status, 'live'>;
	/** Why, in words; null where there is nothing to say. */
	readonly reason: string | null;
	/** What kind of fault that is, as docs/errors.md has them; null where it is none. */
	readonly code: FaultCode | null;
	/** Epoch milliseconds of the next try, where one is planned. */
	readonly retryAt: number | null;
};

/** What became of a book. Whoever holds its last proven one is told when it is lost. */
export type BookUpdate = ProvenBook | LostBook;

/** One fill, as the exchange told it. */
export type Trade = BookName & {
	/** The exchange's own id: of a market, none is told twice. */
	readonly id: string;
	/** Plain decimal. */
	readonly price: string;
	/** Plain decimal. */
	readonly size: string;
	/** What the taker did; null where the exchange does not tell. */
	readonly side: 'buy' | 'sell' | null;
	/** Epoch milliseconds by the exchange's clock. */
	readonly time: number;
	/** Epoch milliseconds by our clock. */
	readonly receivedAt: number;
	/** Trades right before it that an iterator dropped, as nobody took them; else 0. */
	readonly missed: number;
};

/** That a book's status, or the reason for it, changed. */
export type StatusChange = BookName & {
	readonly status: Status;
	/** Why it is not live, in words; null where there is nothing to say. */
	readonly reason: string | null;
	/** What kind of fault that is, as docs/errors.md has them; null where it is none. */
	readonly code: FaultCode | null;
	/** Epoch milliseconds of the next try, where one is planned. */
	readonly retryAt: number | null;
	/** Epoch milliseconds by our clock. */
	readonly time: number;
	/** Changes right before it that an iterator dropped, as nobody took them; else 0. */
	readonly missed: number;
};

/** Simulated exchanges on loopback sockets: no network is needed. */
export type DemoSource = {
	readonly type: 'demo';
	/** The same one gives the same markets. @default 1 */
	readonly seed?: number | undefined;
	/** What goes wrong: `gap@5`, `huobi:silence@10`, in seconds after the start. */
	readonly faults?: readonly string[] | undefined;
};

/** A capture, played on its own clock. */
export type CaptureSource = {
	readonly type: 'capture';
	/** Files of one capture, or folders of them. */
	readonly files: string | readonly string[];
	/** Milliseconds from its start. @default 0 */
	readonly from?: number | undefined;
	/**
	 * How many times faster than it was recorded, 0.25 to 64; `max` is as fast as it is read. Either way a
	 * slow reader holds it back: no book of it is left out. @default 'max'
	 */
	readonly speed?: number | 'max' | undefined;
	/** Told what is wrong with a file, in words: each kind once, and at the end how many more. */
	readonly onDefect?: ((text: string) => void) | undefined;
};

/**
 * Relays over NATS, which `steem-tui relay` runs: no exchange is touched, and a book is given only while its relay
 * vouches for it. At most one way to log in; a name and its password may be in the URL.
 */
export type NatsSource = {
	readonly type: 'nats';
	/** `nats://desk:4222`, or `tls://desk:4222`; several of one cluster. */
	readonly url: string | readonly string[];
	readonly user?: string | undefined;
	readonly password?: string | undefined;
	readonly token?: string | undefined;
	/** A file with the seed of an nkey. */
	readonly nkeyFile?: string | undefined;
	/** A file of credentials, as `nsc` makes it. */
	readonly credsFile?: string | undefined;
	/** Files of certificates; any of them demands TLS. */
	readonly caFile?: string | undefined;
	readonly certFile?: string | undefined;
	readonly keyFile?: string | undefined;
};

/** Addresses that take the place of an exchange's own; several are tried in their order. */
export type Endpoint = {
	readonly ws?: string | readonly string[] | undefined;
	readonly rest?: string | readonly string[] | undefined;
};

export type FeedOptions = {
	/** `STEEM/USDT`; `steem-usdt` and `steemusdt` are understood. @default 'STEEM/USDT'; the capture's own */
	readonly markets?: string | readonly string[] | undefined;
	/** Ids: `binance`, or `upbit:STEEM/KRW` for a market of its own. @default binance and huobi; the capture's own */
	readonly exchanges?: readonly string[] | undefined;
	/** @default 'live' */
	readonly source?: 'live' | 'demo' | DemoSource | CaptureSource | NatsSource | undefined;
	/** Levels a side, from 1 up; `Infinity` for all. @default 20 */
	readonly levels?: number | undefined;
	/** By exchange id; of `live` alone. */
	readonly endpoints?: Readonly<Record<string, Endpoint>> | undefined;
	/** `http://host:port` or `socks5://user:password@host:port`; of `live` alone. No variable is read. */
	readonly proxy?: string | undefined;
	/** Share of what an exchange allows of requests that may be used: above 0, up to 1. @default 0.5 */
	readonly restShare?: number | undefined;
	/** Ends the feed: what iterates over it throws the signal's reason. */
	readonly signal?: AbortSignal | undefined;
};

/**
 * Books, trades and statuses. An iterator takes what comes from when it was made; it ends when the feed is
 * closed or its capture is over, and throws when the feed fails. A listener is called as things happen; what it
 * throws is an uncaught exception, and harms the feed in nothing. Each `on…` returns how to end it.
 */
export type Feed = {
	/** Begins with where each book stands. A slow reader gets the newest of each book, and is told if it was lost in between. */
	books(): AsyncIterableIterator<BookUpdate>;
	/** In the order they come. A slow reader loses the oldest of more than 10,000, counted in `missed`. */
	trades(): AsyncIterableIterator<Trade>;
	/** In the order they come. A slow reader loses the oldest of more than 1,000, counted in `missed`. */
	statuses(): AsyncIterableIterator<StatusChange>;
	/** Begins with where each book stands, once it has returned. Returns how to end it. */
	onBook(listener: (update: BookUpdate) => void): () => void;
	onTrade(listener: (trade: Trade) => void): () => void;
	onStatus(listener: (change: StatusChange) => void): () => void;
	/** Where each book stands now. */
	current(): readonly BookUpdate[];
	/** Fulfilled once all is closed; rejected with what ended the feed, if anything but `close` or the end of a capture did. */
	readonly closed: Promise<void>;
	/** Closes sockets and files; any number of times. */
	close(): Promise<void>;
	[Symbol.asyncDispose](): Promise<void>;
};
