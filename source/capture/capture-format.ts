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
	/** Version of the program that wrote it. */
	readonly app: string;
};

/** How bytes are written as text: one gzip member (Huobi's messages), or any other bytes. */
export type Encoding = 'gzip+base64' | 'base64';

/** Something that happened; `t` is milliseconds since `startedAt`, `connection` counts from 1. */
export type CaptureEvent = {readonly t: number} & (
	| {readonly kind: 'open'; readonly connection: number; readonly url: string}
	| {readonly kind: 'sent'; readonly connection: number; readonly data: string}
	| {
			readonly kind: 'ws';
			readonly connection: number;
			readonly encoding?: Encoding;
			readonly data: string;
	  }
	/** A sign of life: the peer's ping frame, or with `pong` its answer to one of ours. */
	| {readonly kind: 'ping'; readonly connection: number; readonly pong?: true}
	/**
	 * `code`, `status` and `errorCode` as in a transport's `close`, `headers` and `data` of its answer;
	 * `url` where it had never opened.
	 */
	| {
			readonly kind: 'close';
			readonly connection: number;
			readonly reason: string;
			readonly url?: string;
			readonly code?: number;
			readonly status?: number;
			readonly headers?: Readonly<Record<string, string>>;
			readonly data?: string;
			readonly errorCode?: string;
	  }
	/** `status` is 0 where there was no answer; `data` then says why. */
	| {
			readonly kind: 'http';
			readonly url: string;
			readonly status: number;
			readonly data: string;
			/** Those that tell how much more may be asked, by their names in lower case. */
			readonly headers?: Readonly<Record<string, string>>;
			/** The system's name of the failure, where there was no answer. */
			readonly errorCode?: string;
	  }
	/**
	 * `market` where the recording goes over to another one, `STEEM/BTC`: the connections of the one
	 * before are closed right after it, and the new ones opened.
	 */
	| {readonly kind: 'marker'; readonly label: string; readonly market?: string}
);

/** One event before its time is known. */
export type UntimedEvent = CaptureEvent extends infer Event
	? Event extends CaptureEvent
		? Omit<Event, 't'>
		: never
	: never;

/** A line of a file without a header: the address instead of a connection, `t` by the file's own start. */
export type RawLine = {
	readonly t: number;
	readonly kind: 'ws' | 'http' | 'sent';
	readonly url: string;
	readonly data: string;
	readonly encoding?: Encoding;
};

/** What makes a header of its own facts. */
export type HeaderFacts = Omit<CaptureHeader, 'format' | 'version'>;

/** The first line with its line feed. */
export const encodeHeader = ({startedAt, market, markets, exchanges, app}: HeaderFacts): string => {
	const several = markets ? {markets} : {};
	const facts = {startedAt, market, ...several, exchanges, app};
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

/** The message as the socket delivered it. */
export const toMessage = ({
	encoding,
	data,
}: {
	readonly encoding?: Encoding;
	readonly data: string;
}): string | Buffer => (encoding === undefined ? data : Buffer.from(data, 'base64'));
