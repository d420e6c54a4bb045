import {createWriteStream, existsSync, renameSync} from 'node:fs';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGzip} from 'node:zlib';
import {encodeEvent, encodeHeader, type UntimedEvent} from '../../source/capture/capture-format.js';
import {measured} from './engine/shapes.js';
import {createWorkload, type Workload} from './engine/workload.js';

const startedAt = 1_767_355_200_000;

/** Between two messages, as Binance sends them. */
const messageMs = 100;
/** Between two pings of Binance. */
const pingMs = 20_000;

const rest = 'https://api.binance.com/api/v3';
const list = {
	symbols: [{symbol: 'STEEMUSDT', status: 'TRADING', baseAsset: 'STEEM', quoteAsset: 'USDT'}],
};

/** A workload of the stream of 5,000 levels, 42 changes a message. */
const createBusyWorkload = (minutes: number): Workload => {
	const [shape] = measured;
	if (!shape) throw new Error('there is a first workload');
	return createWorkload({...shape, messages: (minutes * 60_000) / messageMs});
};

const answer = (path: string, body: object): UntimedEvent => ({
	...{kind: 'http', url: `${rest}/${path}`, status: 200},
	data: JSON.stringify(body),
});

const beginning = (): string =>
	encodeHeader({startedAt, market: 'STEEM/USDT', exchanges: ['binance'], app: '0'}) +
	encodeEvent({t: 0, ...answer('exchangeInfo?symbol=STEEMUSDT', list)});

/** The lines of one connection, from a time on. `shift`: what is added to all ids. */
function* connectionLines(
	{topic, snapshot, stream}: Workload,
	{connection, from, shift}: {connection: number; from: number; shift: number},
): Generator<string> {
	const {id, bids, asks} = snapshot;
	const line = (t: number, event: UntimedEvent) => encodeEvent({t: from + t, ...event});
	const shifted = (text: string) =>
		shift === 0
			? text
			: text.replace(/"([Uu])":(\d+)/g, (_, name: string, own: string) => {
					return `"${name}":${Number(own) + shift}`;
				});
	const url = `wss://stream.binance.com:9443/stream?streams=${topic}/steemusdt@trade`;
	yield line(50, {kind: 'open', connection, url});
	for (const [index, message] of stream.entries()) {
		const t = messageMs * (index + 1);
		yield line(t, {kind: 'ws', connection, data: shifted(message.toString())});
		if (index === 0) {
			const lastUpdateId = id + shift;
			yield line(t + 50, answer('depth?symbol=STEEMUSDT&limit=1000', {lastUpdateId, bids, asks}));
		}
		if (t % pingMs === 0) yield line(t + 1, {kind: 'ping', connection});
	}
}

function* busyLines(minutes: number): Generator<string> {
	yield beginning();
	yield* connectionLines(createBusyWorkload(minutes), {connection: 1, from: 0, shift: 0});
}

/** Minutes of one connection in a capture that is longer. */
const connectionMinutes = 10;

/** The same messages on one connection after the other, with ids that go on, until there is so much text. */
function* longLines(bytes: number): Generator<string> {
	const workload = createBusyWorkload(connectionMinutes);
	let done = 0;
	yield beginning();
	for (let round = 0; done < bytes; round++) {
		const from = round * (connectionMinutes * 60_000 + 1000);
		const connection = round + 1;
		for (const line of connectionLines(workload, {connection, from, shift: round * 1_000_000})) {
			done += line.length;
			yield line;
		}
		const t = from + connectionMinutes * 60_000 + 500;
		yield encodeEvent({t, kind: 'close', connection, reason: 'renewed'});
	}
}

const write = async (path: string, lines: Iterable<string>): Promise<void> => {
	const part = `${path}.part`;
	await pipeline(Readable.from(lines), createGzip({level: 1}), createWriteStream(part));
	renameSync(part, path);
};

/** Writes a capture of a busy market. What is there already stays. */
export const makeBusyCapture = async (path: string, minutes: number): Promise<void> => {
	if (!existsSync(path)) await write(path, busyLines(minutes));
};

/** Writes a capture of so many bytes of text, over days: a busy market whose connection is renewed each ten minutes. */
export const makeLongCapture = (path: string, bytes: number): Promise<void> =>
	write(path, longLines(bytes));
