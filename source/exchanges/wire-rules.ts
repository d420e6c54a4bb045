/** The book that a topic carries. */
export type TopicBook = {
	/** In the case that the exchange's list has it in. */
	readonly symbol: string;
	/** Index of the channel that carries it. */
	readonly channel: number;
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
	/** The topics that a message sent subscribes to; empty where it does not. */
	topicsIn(sent: string): readonly string[];
	/** What a topic's name says; null where it carries no book of this exchange. */
	bookOf(topic: string): TopicBook | null;
	/** The book that a topic carries in a way that no client follows, and why; null where it carries none. */
	unfollowed?(topic: string): {readonly symbol: string; readonly why: string} | null;
	/** The sequence that the book is at after a message about it, without reading more of that than is needed; null where it tells none. */
	sequenceOf(text: string): number | null;
	/** Whether a message about a book that others only change holds the whole of it. @default none does */
	isWhole?(text: string): boolean;
	/** The symbol of the book that an answer over HTTP is a snapshot of. */
	snapshotSymbol(url: URL): string | null;
	/** The sequence of such a snapshot. */
	snapshotSequence(body: string): number | null;
};
