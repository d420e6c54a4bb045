import {gunzipSync, gzipSync} from 'node:zlib';
import {encodeEvent, encodeHeader} from '../../../source/capture/capture-format.js';
import {findBeginnings, readWireEvents} from '../../../source/commands/wire-events.js';
import {readBatch} from '../../../source/relay/messages.js';
import {allWires, bookOfWire, keyOf, subjectsOf} from '../../../source/relay/subjects.js';
import {BusError, type Bus, type BusHeaders} from '../../../source/transport/bus.js';
import {sleep, startNode} from './processes.js';

/** Bytes of the wire as it is kept, in bytes of its lines. */
export const wireRatio = async (bus: Bus): Promise<number> => {
	let [kept, lines] = [0, 0];
	for await (const {bytes} of bus.read(allWires, {type: 'start'})) {
		kept += bytes.length;
		lines += gunzipSync(bytes).length;
	}
	return kept / lines;
};

/** Books that an owner after that one began anew, whole: none where all were taken over without a gap. */
export const countWhole = async (bus: Bus, after: number): Promise<number> => {
	const books = (await bus.names(allWires)).flatMap(subject => bookOfWire(subject) ?? []);
	let whole = 0;
	for (const book of books)
		for await (const message of bus.read(subjectsOf(book).log, {type: 'start'})) {
			if (message.headers['part'] !== undefined) continue;
			const {epoch, open} = readBatch(message.bytes, keyOf(book));
			if (epoch > after && open?.state) whole++;
		}
	return whole;
};

const medianOf = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

type Sender = {readonly subject: string; send(bytes: Buffer): Promise<void>};

/** The median ages in milliseconds of messages as so many connections hear them, sent in turns in each of the ways. */
export const agesOf = async (
	file: string,
	{url, count, seconds}: {readonly url: string; readonly count: number; readonly seconds: number},
	senders: readonly Sender[],
): Promise<readonly number[]> => {
	const subjects = senders.map(({subject}) => subject).join(',');
	const listeners = startNode([file, 'listen', url, String(count), subjects]);
	await listeners.until(line => line === 'ready');
	await sleep(200);
	const body = 'x'.repeat(300);
	for (const end = performance.now() + seconds * 1000; performance.now() < end;)
		for (const {send} of senders) {
			const sentAt = (Number(process.hrtime.bigint()) / 1e6).toFixed(6);
			await send(Buffer.from(sentAt.padStart(20) + body));
			await sleep(10);
		}
	await sleep(1200);
	const told = listeners.lines
		.filter(line => line !== 'ready')
		.map(line => line.split(' ').map(Number));
	await listeners.kill();
	return senders.map((_, at) => medianOf(told.map(ages => ages[at] ?? Number.NaN)));
};

/** Stores a message however long a busy machine takes to answer. */
export const storeSurely = async (
	bus: Bus,
	subject: string,
	bytes: Uint8Array,
	{id, headers = {}}: {readonly id: string; readonly headers?: BusHeaders},
): Promise<number> => {
	for (let tries = 1; ; tries++) {
		try {
			return await bus.store(subject, bytes, {id, headers});
		} catch (error) {
			if (!(error instanceof BusError) || error.code !== 'unanswered' || tries === 5) throw error;
		}
	}
};

/** Seconds to read an hour of one book's wire with so many messages a second, to a moment at its end. */
export const readHour = async (bus: Bus, perSecond: number): Promise<number> => {
	const book = {exchange: 'binance', base: 'HOUR', quote: 'USDT'};
	const {wire} = subjectsOf(book);
	const url = 'wss://stream.binance.com/ws';
	const facts = {
		market: 'HOUR/USDT',
		exchanges: ['binance'],
		app: 'bench',
		startedAt: Date.now() - 10_000,
	};
	const data = JSON.stringify({e: 'depthUpdate', b: Array(8).fill(['0.12345678', '123.456'])});
	let stored: Promise<unknown>[] = [];
	for (let second = 0; second < 3600; second++) {
		const lines = Array.from({length: perSecond}, (_, at) =>
			encodeEvent({t: second + at / 10, kind: 'ws', connection: 1, data}),
		);
		if (second === 0) lines.unshift(encodeEvent({t: 0, kind: 'open', connection: 1, url}));
		if (second === 0) lines.unshift(encodeHeader(facts));
		const headers = {part: 'bench~1~1', n: String(second + 1)};
		stored.push(storeSurely(bus, wire, gzipSync(lines.join('')), {id: `hour ${second}`, headers}));
		if (stored.length === 100) {
			await Promise.all(stored);
			stored = [];
		}
	}
	await Promise.all(stored);
	const began = performance.now();
	let events = 0;
	const stretch = {from: Date.now(), to: Date.now()};
	const beginnings = await findBeginnings(bus, [book], stretch);
	for await (const event of readWireEvents(bus, beginnings, stretch.to)) if (event) events++;
	if (events < 3600 * perSecond) throw new Error(`${events} events of the hour were read`);
	return (performance.now() - began) / 1000;
};
