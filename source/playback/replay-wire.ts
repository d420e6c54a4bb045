/**
 * What replay has to know of addresses and messages. A capture may come from a mirror, an older
 * interface or a simulated exchange, so they are matched by what they are for, not letter by letter.
 */
export type ReplayWire = {
	/** Exchange and path of a websocket address, whatever its host: `huobi /feed`; null for none we know. `exchange`: as it was recorded. */
	endpointOf(url: string, exchange?: string): string | null;
	/** The books that an address asks for; empty where messages do. */
	topicsOf(url: string): readonly string[];
	/** What a message sent subscribes to. */
	topicsIn(sent: string): readonly string[];
	/** What a message sent ends; `all` where it takes the place of what was asked for before. */
	topicsLeft(sent: string): readonly string[] | 'all';
	/** The book that a message sent asks for once, on the socket itself. */
	askedIn(sent: string): RequestPurpose | null;
	/** The id that a message sent carries, and the symbol in upper case of what it asks for; null where it has none. */
	requestIn(sent: string): {readonly id: string; readonly symbol: string} | null;
	/** The id of the request that a message received refuses; null where it refuses none, or does not tell. */
	refusedIn(message: string | Buffer): string | null;
	/** Whether such questions are answered on an endpoint. */
	repliesOn(endpoint: string): boolean;
	/** Whether a message received answers such a question. */
	isReply(message: string | Buffer): boolean;
	/** Whether a message received changes a book. */
	isUpdate(message: string | Buffer): boolean;
	/**
	 * Whether a message received on an endpoint tells of a market, on whichever connection, or may, as it cannot be read:
	 * what answers a subscription is of one.
	 */
	isNews(endpoint: string, message: string | Buffer): boolean;
	/** What a message received tells of a book, with the sequence it leads to; null where of none. */
	bookMessage(message: string | Buffer): BookMessage | null;
	/** The book's topic of a message received that tells nothing of one, as it cannot be read: `any` where it names none. */
	unreadIn(endpoint: string, message: string | Buffer): string | null;
	/** The symbol in upper case that a message received names as its own; null where it may be about any. */
	symbolIn(message: string | Buffer): string | null;
	/** The symbol in upper case in a topic's name, whether it carries a book or not. */
	symbolOf(topic: string): string | null;
	/** The endpoint that such messages come from: `huobi /feed`. */
	endpointFor(topic: string): string | null;
	/** The symbol in upper case of the book that a topic carries; null where it carries none. */
	bookOf(topic: string): string | null;
	/** How many levels a side a topic tells, where several count the same ids of a book; null where none do. */
	levelsOf(topic: string): number | null;
	/** The other topics of its book that clients follow, of those; none where none do. */
	siblingsOf(topic: string): readonly string[];
	/** Whether that may be asked of what comes on an endpoint. */
	hasSiblings(endpoint: string): boolean;
	/** The sequence of a snapshot, from the body of its answer; null where it has none. */
	snapshotSequence(body: string): number | null;
	/** What a request over HTTP asks for; null for an address of no exchange. */
	purposeOf(url: string): RequestPurpose | null;
};

/** What a request asks for: a list of markets, the exchange's time, a book, a market's last 24 hours or its newest fills. */
export type RequestPurpose = {
	/** Its id. */
	readonly exchange: string;
	readonly kind: 'list' | 'time' | 'book' | 'day' | 'trades';
	/** Empty where it is not about a single market. */
	readonly symbol: string;
};

/** `topic` as `topicsOf` and `topicsIn` name it. */
export type BookMessage = {
	readonly type: 'update' | 'reply';
	readonly topic: string;
	/** The exchange's own id of the newest change in it. */
	readonly sequence: number;
	/** Set where it is the whole book, from which a client that lost its own begins anew. */
	readonly isWhole?: boolean;
	/** Set where no sequence of it could be compared with one of another connection: it is 0. */
	readonly isApart?: boolean;
	/** Of such a one: milliseconds by the exchange's clock, null where it does not tell. */
	readonly time?: number | null;
};

export const toKey = ({exchange, kind, symbol}: RequestPurpose): string =>
	`${exchange} ${kind} ${symbol}`;

/** The exchange of an endpoint's name. */
export const exchangeOf = (endpoint: string): string => endpoint.split(' ', 1)[0] ?? '';
