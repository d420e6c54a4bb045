/** The book that a topic carries. */
export type TopicBook = {
	/** In the case that the exchange's list has it in. */
	readonly symbol: string;
	/** Index of the channel that carries it. */
	readonly channel: number;
	/** Set where it does so in another form than that channel's clients read. */
	readonly isUnread?: boolean;
};

/** What a message sent asks for, by a topic, once or for as long as the connection lasts. */
export type SocketRequest = {
	readonly topic: string;
	/** By which a refusal names it; null where it has none. */
	readonly id: string | null;
	readonly isOnce: boolean;
};

/**
 * What a reader of recordings has to know of an exchange's messages besides its clients. A topic is named so that no
 * other exchange has one of that name: `kraken book MINA/GBP`.
 */
export type WireRules = {
	/** What its prices are in, in capitals, where nothing in its names stands between the two: `usdtusd` is USDT/USD. */
	readonly quotes?: readonly string[];
	/** The topic of a message received: of a book, or another kind of message by a short name. */
	topicOf(text: string): {
		readonly name: string;
		/** Set where it does not carry a book itself, but answers what was sent. */
		readonly answers?: 'subscription' | 'request';
	};
	/** The topics that an address alone subscribes to. @default none: messages do */
	topicsOf?(url: URL): readonly string[];
	/** The topics that a message sent subscribes to; empty where it does not. */
	topicsIn(sent: string): readonly string[];
	/** The topics that a message sent ends; `all` where it takes the place of what was asked for before. */
	topicsLeft(sent: string): readonly string[] | 'all';
	/** What a topic's name says; null where it carries no book of this exchange. */
	bookOf(topic: string): TopicBook | null;
	/** The symbol in a topic's name, whether it carries a book or not. @default that of its book */
	symbolOf?(topic: string): string | null;
	/** The one name of all topics that tell of the same book by the same ids. @default its own */
	streamOf?(topic: string): string;
	/**
	 * How many levels a side a topic tells, where several count the same ids of a book: one that lacks for long what
	 * another brought is not fed any more. Null for a topic of none. @default none do
	 */
	levelsOf?(topic: string): number | null;
	/** The other topics of a book that clients follow, of those that count the same ids. @default none do */
	siblingsOf?(topic: string): readonly string[];
	/** The book that a topic carries in a way that no client follows, and why; null where it carries none. */
	unfollowed?(topic: string): {readonly symbol: string; readonly why: string} | null;
	/**
	 * The sequence that the book is at after a message about it, without reading more of that than is needed; null where
	 * it tells none that could be compared with one of another connection.
	 */
	sequenceOf(text: string): number | null;
	/**
	 * Milliseconds by the exchange's clock at which that is from, where no sequence tells its place among others; null
	 * where it has none.
	 */
	timeOf?(text: string): number | null;
	/** Whether a message about a book that others only change holds the whole of it. @default none does */
	isWhole?(text: string): boolean;
	/** How books are asked for on the socket itself, where they are. */
	readonly requests?: {
		/** What a message sent asks for; null where it asks for nothing. */
		read(sent: string): SocketRequest | null;
		/** The id of the request that a message received refuses; null where it refuses none, or does not tell. */
		refusedIn(text: string): string | null;
		/** Letters that stand in each reply: a message without them is none. */
		readonly replyMark: string;
	};
	/** The symbol of the book that an answer over HTTP is a snapshot of. */
	snapshotSymbol(url: URL): string | null;
	/** The sequence of such a snapshot. */
	snapshotSequence(body: string): number | null;
};
