/**
 * The bus between relays and viewers, in our words: what is needed of an engine that stores messages a subject,
 * refuses those that come in between, and hands out what was accepted. Subjects are tokens with points between them;
 * a filter may hold `*` for one token and `>` at the end for all that follow.
 */

/** Header fields of a message, by their names as they were sent. */
export type BusHeaders = Readonly<Record<string, string>>;

/** One message as it was heard, read, or answered. */
export type BusMessage = {
	readonly subject: string;
	readonly bytes: Uint8Array;
	readonly headers: BusHeaders;
	/** Its own number in its stream, from 1; null of one that is not stored: a published one, a question, an answer. */
	readonly sequence: number | null;
	/**
	 * Number of the message of the same subject before it, 0 where there was none: only of one that was heard as
	 * accepted (`Nats-Last-Sequence`); else null.
	 */
	readonly before: number | null;
	/** Epoch milliseconds by the server's clock when it was stored, null where it does not tell. */
	readonly storedAt: number | null;
};

/** What somebody asks, to be answered once or not at all. */
export type BusQuestion = BusMessage & {
	/** Sends nothing where the connection is lost or nobody waits any more. Throws a `BusError` only for `too-large`. */
	answer(bytes: Uint8Array, headers?: BusHeaders): void;
};

/** What became of a message that named the one before it. */
export type Appended =
	| {readonly type: 'stored'; readonly sequence: number}
	/** Another message is the newest of its subject: nothing was stored. */
	| {readonly type: 'refused'};

export type BusFaultCode =
	/** No answer in time, or the connection was lost before it: it may have been done. */
	| 'unanswered'
	/** Nobody is there who answers, no server that stores, or no stream for the subject: nothing was done. */
	| 'nobody'
	/** The server refused the login, or may not be used for this: it says so in the message. */
	| 'denied'
	/** More bytes than a message may have: nothing was sent. */
	| 'too-large'
	/** There is no connection, and none of it was sent. */
	| 'not-connected'
	/** The server refused it for another reason, or is too old, or does not store. */
	| 'failed'
	/** It was closed by us. */
	| 'closed';

export class BusError extends Error {
	override readonly name = 'BusError';

	/** `message`: in the server's words where there are any, of one line. */
	constructor(
		readonly code: BusFaultCode,
		message: string,
	) {
		super(message);
	}
}

export type BusState =
	/** Not reached yet; `reason` once a try failed, `retryAt`: by the clock that was handed in. */
	| {readonly type: 'connecting'; readonly reason: string | null; readonly retryAt: number | null}
	| {readonly type: 'connected'}
	/** It was there; it is tried again for ever. */
	| {readonly type: 'lost'; readonly reason: string; readonly retryAt: number | null}
	/** Nothing more is tried: a refused login, an engine that is too old or does not store. */
	| {readonly type: 'failed'; readonly error: BusError}
	| {readonly type: 'closed'};

/** Where reading begins: at a number of the stream, or at the first that was stored at or after a moment. */
export type ReadFrom =
	| {readonly type: 'sequence'; readonly sequence: number}
	/** Epoch milliseconds by the server's clock. */
	| {readonly type: 'time'; readonly time: number}
	| {readonly type: 'start'};

/** A stream as it has to be there; what the engine cannot do yet is left out. */
export type BusStream = {
	/** `STEEM_TUI_BOOKS` */
	readonly name: string;
	readonly subjects: readonly string[];
	/** Milliseconds after which a message is gone. */
	readonly maxAgeMs: number;
	/** Bytes of all, the oldest go first; null: as many as the server has room for. */
	readonly maxBytes: number | null;
	/** Messages kept of each subject, the newest; null: all. */
	readonly maxPerSubject: number | null;
	/** Milliseconds in which a second message of the same id is not stored again; at most `maxAgeMs`. */
	readonly duplicateWindowMs: number;
	/** What is accepted is sent to whoever listens there, with `sequence` and `before`. */
	readonly republish: {readonly from: string; readonly to: string} | null;
};

/** A stream as it is there. */
export type BusStreamState = Pick<BusStream, 'name' | 'maxAgeMs' | 'maxBytes'> & {
	readonly messages: number;
	readonly bytes: number;
	/** Whether too few servers of a cluster keep it for one of them to die. */
	readonly isAtRisk: boolean;
};

/** What may be told of a stored message besides its bytes. */
export type StoreOptions = {
	readonly headers?: BusHeaders;
	/** A second message of this id is not stored while the window lasts. */
	readonly id?: string;
};

export type Bus = {
	/** Where it is, without a login: `nats://desk:4222`. For people. */
	readonly address: string;
	/** Bytes that a message may have at the most, headers taken off generously; once connected it is the server's. */
	maxBytes(): number;
	/** To those who listen now; kept nowhere, and gone without a word where there is no connection. */
	publish(subject: string, bytes: Uint8Array, headers?: BusHeaders): void;
	/**
	 * Stores a message if `expected` is the number of the newest one of its subject, 0 for none. Rejects with a
	 * `BusError`; after `unanswered` it may have been stored.
	 */
	append(
		subject: string,
		bytes: Uint8Array,
		expected: number,
		headers?: BusHeaders,
	): Promise<Appended>;
	/** Stores a message whatever was before; resolves with its number, or that of the first one of its id. */
	store(subject: string, bytes: Uint8Array, options?: StoreOptions): Promise<number>;
	/** The newest stored message of a subject, null where there is none. `before` is null. */
	newest(subject: string): Promise<BusMessage | null>;
	/**
	 * The stored messages of a filter, oldest first, up to the newest that was there when it was asked for; with
	 * `isFollowed` those that come from then on too, until the loop is left. Rejects with a `BusError`.
	 */
	read(
		filter: string,
		from: ReadFrom,
		options?: {readonly isFollowed?: boolean},
	): AsyncIterable<BusMessage>;
	/**
	 * Hears what is published and accepted from now on, also after the connection was lost. Where the server does not
	 * allow it, `onDenied` is told on each connection; without it, that is the end of the bus. Returns unsubscribe.
	 */
	subscribe(
		filter: string,
		listener: (message: BusMessage) => void,
		onDenied?: (error: BusError) => void,
	): () => void;
	/** Resolves with the first answer; rejects with `unanswered` after so long, with `nobody` at once. */
	ask(
		subject: string,
		bytes: Uint8Array,
		options: {readonly timeoutMs: number},
	): Promise<BusMessage>;
	/** Hears questions; the listener may answer later. Returns unsubscribe. */
	answer(filter: string, listener: (question: BusQuestion) => void): () => void;
	/** Subjects of a filter that have a stored message, in no order; none where there is no stream yet. */
	names(filter: string): Promise<readonly string[]>;
	/** Deletes all stored messages of a subject. */
	remove(subject: string): Promise<void>;
	/** Those of its streams that are there. Rejects with a `BusError`. */
	streams(): Promise<readonly BusStreamState[]>;
	/**
	 * Makes the streams that are missing; those that are there are left as they are. Rejects with a `BusError`, `failed`
	 * where one of those is of no use. To be repeated: anybody may remove them.
	 */
	ensure(streams: readonly BusStream[]): Promise<void>;
	state(): BusState;
	/** Tells each change, not the state as it is. Returns unsubscribe. */
	onState(listener: (state: BusState) => void): () => void;
	/** Tells each message that the server does not let us send: of what is only published, nothing else does. Returns unsubscribe. */
	onRefused(listener: (error: BusError) => void): () => void;
	/** Sends what was published, then ends; all that is under way rejects with `closed`. */
	close(): Promise<void>;
};
