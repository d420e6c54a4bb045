import {writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {
	encodeEvent,
	encodeHeader,
	toData,
	type CaptureEvent,
	type CaptureHeader,
	type UntimedEvent,
} from '../../source/capture/capture-format.js';

export const captureHeader: CaptureHeader = {
	format: 'steem-tui-capture',
	version: 1,
	startedAt: 1_700_000_000_000,
	market: 'STEEM/BTC',
	exchanges: ['binance', 'huobi'],
	app: '0.1.0',
};

/** Events a tenth of a second apart. */
export const timed = (events: readonly UntimedEvent[]): readonly CaptureEvent[] =>
	events.map((event, index) => ({t: index * 100, ...event}));

export const captureText = (events: readonly CaptureEvent[], header = captureHeader): string =>
	encodeHeader(header) + events.map(encodeEvent).join('');

/** Writes a capture, packed where the name ends in `.gz`. */
export const writeCapture = (path: string, text: string): string => {
	writeFileSync(path, path.endsWith('.gz') ? gzipSync(text) : text);
	return path;
};

const stream = 'steembtc@depth@100ms';

type Levels = readonly (readonly [price: string, size: string])[];

/** Events as Binance would cause them, on connection 1 unless said otherwise. */
export const binanceEvents = {
	open: (connection = 1): UntimedEvent => ({
		kind: 'open',
		url: `wss://stream.binance.com:9443/stream?streams=${stream}`,
		connection,
	}),
	/** The answer to which streams are on. */
	streams: {kind: 'ws', connection: 1, data: JSON.stringify({result: [stream], id: 1})},
	update: (
		first: number,
		last: number,
		{
			bids = [],
			asks = [],
			connection = 1,
		}: {bids?: Levels; asks?: Levels; connection?: number} = {},
	): UntimedEvent => ({
		kind: 'ws',
		connection,
		data: JSON.stringify({
			stream,
			data: {e: 'depthUpdate', E: 1, s: 'STEEMBTC', U: first, u: last, b: bids, a: asks},
		}),
	}),
	snapshot: (lastUpdateId: number, bids: Levels, asks: Levels): UntimedEvent => ({
		kind: 'http',
		url: 'https://api.binance.com/api/v3/depth?symbol=STEEMBTC&limit=1000',
		status: 200,
		data: JSON.stringify({lastUpdateId, bids, asks}),
	}),
} satisfies Record<string, UntimedEvent | ((...values: never[]) => UntimedEvent)>;

/** Events as Huobi would cause them, on connection 2. */
export const huobiEvents = {
	open: {kind: 'open', url: 'wss://api.huobi.pro/feed', connection: 2},
	ping: {kind: 'ping', connection: 2},
	/** A message, packed as all of them are. */
	message: (message: object): UntimedEvent => ({
		kind: 'ws',
		connection: 2,
		...toData(gzipSync(JSON.stringify(message))),
	}),
	close: {kind: 'close', connection: 2, reason: 'gone'},
} satisfies Record<string, UntimedEvent | ((message: object) => UntimedEvent)>;
