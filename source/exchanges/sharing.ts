/** What came on a socket that several clients share, by a few of its bytes. */
export type Heading =
	/** For the client of a topic alone. */
	| {readonly type: 'topic'; readonly topic: string}
	/** It answers a message of ours. */
	| {
			readonly type: 'answer';
			/** The number that was put into the message. */
			readonly of: number;
			readonly isRefusal: boolean;
			/** The topics that are on, where it was asked which; else null. */
			readonly topics: readonly string[] | null;
	  }
	/** The exchange wants to be answered at once. */
	| {
			readonly type: 'ping';
			/** What to answer. */
			readonly answer: string;
			/** Epoch milliseconds by its clock. */
			readonly time: number;
	  }
	/** The exchange will end the socket before long. */
	| {readonly type: 'ending'}
	/** Whom it concerns is not known: all of them look at it. */
	| {readonly type: 'other'};

/** A message, as `MessageData`. */
export type Received = {readonly data: string | Buffer; readonly isText?: boolean};

/** How a socket of an exchange carries several markets: what it takes, and how what passes is told apart. */
export type Sharing = {
	/** Topics that one socket is to carry at the most. */
	readonly maxTopics: number;
	/** Least milliseconds between two messages of ours. */
	readonly sendEveryMs: number;
	/** Connections that one internet address may make. */
	readonly connects: {readonly count: number; readonly withinMs: number};
	/** How topics are added to a socket that is open; null where each client asks for its own. */
	readonly control: {
		/** Asks for topics; the answer carries the number. */
		subscribe(topics: readonly string[], number: number): string;
		/** Asks which topics are on. */
		list(number: number): string;
		/** Whether a client's message asks that: one answer does for all who ask. */
		isList(sent: string): boolean;
	} | null;
	/** A client's message with a number put into it, by which its answer is told from those to others. */
	mark(sent: string, number: number): string;
	/** What was received, as its client reads it: unpacked once for all. Throws where it cannot be read at all. */
	unpack(message: Received): Received;
	/** For whom it is, of what `unpack` made. */
	readHeading(data: string | Buffer): Heading;
};

/** Characters at the beginning of a message in which its heading stands. */
const headLength = 200;

/** The beginning of a message. */
export const headOf = (data: string | Buffer): string =>
	typeof data === 'string' ? data.slice(0, headLength) : data.toString('utf8', 0, headLength);
