/** The `data` of a `rep`, as JSON, and the time until it leaves. */
export type HuobiReply = {readonly data: string; readonly delayMs: number};

/** What else a `req` may say. */
export type ReplyRange = {
	/** Epoch seconds. */
	readonly from?: number;
	/** Epoch seconds. */
	readonly to?: number;
};

/** A topic that can be subscribed to. */
export type HuobiTopic = {
	/** Returns the way to leave. */
	subscribe(listener: (text: string) => void): () => void;
	/** Null where none ever comes. */
	request(range: ReplyRange): HuobiReply | null;
};

export const prompt = (data: string): HuobiReply => ({data, delayMs: 0});
