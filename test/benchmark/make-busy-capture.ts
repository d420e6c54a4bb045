import {createWriteStream, existsSync, renameSync} from 'node:fs';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGzip} from 'node:zlib';
import {encodeEvent, encodeHeader, type UntimedEvent} from '../../source/capture/capture-format.js';
import {measured} from './engine/shapes.js';
import {createWorkload} from './engine/workload.js';

const startedAt = 1_767_355_200_000;

/** Between two messages, as Binance sends them. */
const messageMs = 100;
/** Between two pings of Binance. */
const pingMs = 20_000;

const rest = 'https://api.binance.com/api/v3';
const list = {
	symbols: [{symbol: 'STEEMUSDT', status: 'TRADING', baseAsset: 'STEEM', quoteAsset: 'USDT'}],
};

/** The lines of a capture of a busy market: the stream of 5,000 levels, 42 changes a message. */
function* busyLines(minutes: number): Generator<string> {
	const [shape] = measured;
	if (!shape) throw new Error('there is a first workload');
	const messages = (minutes * 60_000) / messageMs;
	const {topic, snapshot, stream} = createWorkload({...shape, messages});
	const {id: lastUpdateId, bids, asks} = snapshot;
	const line = (t: number, event: UntimedEvent) => encodeEvent({t, ...event});
	const answer = (path: string, body: object): UntimedEvent => ({
		...{kind: 'http', url: `${rest}/${path}`, status: 200},
		data: JSON.stringify(body),
	});
	const url = `wss://stream.binance.com:9443/stream?streams=${topic}/steemusdt@trade`;
	yield encodeHeader({startedAt, market: 'STEEM/USDT', exchanges: ['binance'], app: '0'});
	yield line(0, answer('exchangeInfo?symbol=STEEMUSDT', list));
	yield line(50, {kind: 'open', connection: 1, url});
	for (const [index, message] of stream.entries()) {
		const t = messageMs * (index + 1);
		yield line(t, {kind: 'ws', connection: 1, data: message.toString()});
		if (index === 0)
			yield line(t + 50, answer('depth?symbol=STEEMUSDT&limit=1000', {lastUpdateId, bids, asks}));
		if (t % pingMs === 0) yield line(t + 1, {kind: 'ping', connection: 1});
	}
}

/** Writes a capture of a busy market. What is there already stays. */
export const makeBusyCapture = async (path: string, minutes: number): Promise<void> => {
	if (existsSync(path)) return;
	const part = `${path}.part`;
	await pipeline(
		Readable.from(busyLines(minutes)),
		createGzip({level: 1}),
		createWriteStream(part),
	);
	renameSync(part, path);
};
