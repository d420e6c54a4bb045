import {escapeControls} from '../safe-text.js';

/** The first line of a capture. Fields that are not listed here are ignored. */
export type CaptureHeader = {
	readonly format: 'steem-tui-capture';
	readonly version: 1;
	/** Epoch milliseconds. */
	readonly startedAt: number;
	/** `STEEM/USDT`; the first of them where several are recorded. */
	readonly market: string;
	/** All of them, where there are several. */
	readonly markets?: readonly string[];
	/** Exchange ids. */
	readonly exchanges: readonly string[];
	/** Milliseconds by which all books have begun, where some begin after the first seconds. */
	readonly begunBy?: number;
	/** `startedAt` of the part that this one goes on from, where nothing is missing between them. */
	readonly after?: number;
	/** Version of the program that wrote it. */
	readonly app: string;
};

/** How bytes are written as text: one gzip member (Huobi's messages), or any other bytes. */
export type Encoding = 'gzip+base64' | 'base64';

/** A time of which a recording lacks what happened. */
export type CaptureHole = {
	/** Epoch milliseconds of the last event before it. */
	readonly from: number;
	/** Epoch milliseconds of the first event after it. */
	readonly to: number;
	/** In words. */
	readonly reason: string;
};

/** Something that happened. */
export type CaptureEvent = {
	/** Milliseconds since `startedAt`, to the microsecond. */
	readonly t: number;
} & (
	| {
			readonly kind: 'open';
			/** Counts from 1 in a file. */
			readonly connection: number;
			/** As it was dialled, query included. */
			readonly url: string;
			/** Whose it is, by its id: addresses of several may look alike. */
			readonly exchange?: string;
	  }
	| {readonly kind: 'sent'; readonly connection: number; readonly data: string}
	| {
			readonly kind: 'ws';
			readonly connection: number;
			/** None for text. */
			readonly encoding?: Encoding;
			/** As received, word by word or byte by byte. */
			readonly data: string;
	  }
	/** A sign of life. */
	| {
			readonly kind: 'ping';
			readonly connection: number;
			/** Where it is the answer to a ping of ours, and not a ping frame of the peer's. */
			readonly pong?: true;
	  }
	/** As a transport tells it. */
	| {
			readonly kind: 'close';
			readonly connection: number;
			/** In words. */
			readonly reason: string;
			/** Of a connection that had never opened, with whose it was. */
			readonly url?: string;
			readonly exchange?: string;
			/** Of the websocket's close frame. */
			readonly code?: number;
			/** HTTP status where the upgrade was answered with something else. */
			readonly status?: number;
			/** Of that answer, by their names in lower case. */
			readonly headers?: Readonly<Record<string, string>>;
			/** Body of that answer, cut off. */
			readonly data?: string;
			/** The system's name of the failure, such as `ENOTFOUND`. */
			readonly errorCode?: string;
	  }
	| {
			readonly kind: 'http';
			readonly url: string;
			/** 0 where there was no answer. */
			readonly status: number;
			/** The body; where there was no answer, why. */
			readonly data: string;
			/** Those that tell how much more may be asked, by their names in lower case. */
			readonly headers?: Readonly<Record<string, string>>;
			/** The system's name of the failure, where there was no answer. */
			readonly errorCode?: string;
	  }
	| {
			readonly kind: 'marker';
			readonly label: string;
			/**
			 * The one that is recorded from here on, `STEEM/BTC`, where it is another: the connections of the
			 * one before are closed right after this, and the new ones opened.
			 */
			readonly market?: string;
			/** Of which it tells that nothing was recorded. */
			readonly hole?: CaptureHole;
	  }
);

/** One event before its time is known. */
export type UntimedEvent = CaptureEvent extends infer Event
	? Event extends CaptureEvent
		? Omit<Event, 't'>
		: never
	: never;

/** A line of a file without a header. */
export type RawLine = {
	/** Milliseconds by the file's own start. */
	readonly t: number;
	readonly kind: 'ws' | 'http' | 'sent';
	/** In place of a connection. */
	readonly url: string;
	readonly data: string;
	readonly encoding?: Encoding;
};

/** What makes a header of its own facts. */
export type HeaderFacts = Omit<CaptureHeader, 'format' | 'version'>;

/** The first line with its line feed. */
export const encodeHeader = (header: HeaderFacts): string => {
	const {startedAt, market, markets, exchanges, begunBy, after, app} = header;
	const several = markets ? {markets} : {};
	const late = begunBy === undefined ? {} : {begunBy};
	const behind = after === undefined ? {} : {after};
	const facts = {startedAt, market, ...several, exchanges, ...late, ...behind, app};
	return `${escapeControls(JSON.stringify({format: 'steem-tui-capture', version: 1, ...facts}))}\n`;
};

/** One line with its line feed, safe to be shown by a terminal; `t` to the microsecond. */
export const encodeEvent = ({t, ...event}: CaptureEvent): string =>
	`${escapeControls(JSON.stringify({t: Math.round(t * 1000) / 1000, ...event}))}\n`;

/** A message as text, with how it was made text. */
export const toData = (
	message: string | Buffer,
): {readonly encoding?: Encoding; readonly data: string} => {
	if (typeof message === 'string') return {data: message};
	const isGzip = message[0] === 0x1f && message[1] === 0x8b;
	return {encoding: isGzip ? 'gzip+base64' : 'base64', data: message.toString('base64')};
};

/** What was decoded last: all that look at an event ask for its message, which each would unpack by itself. */
let decoded: {readonly data: string; readonly message: Buffer} | null = null;

/** The message as the socket delivered it; the same bytes for the same event, not to be written to. */
export const toMessage = ({
	encoding,
	data,
}: {
	readonly encoding?: Encoding;
	readonly data: string;
}): string | Buffer => {
	if (encoding === undefined) return data;
	if (decoded?.data !== data) decoded = {data, message: Buffer.from(data, 'base64')};
	return decoded.message;
};
