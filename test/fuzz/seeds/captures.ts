import {
	encodeEvent,
	encodeHeader,
	type CaptureEvent,
	type CaptureHeader,
	type RawLine,
} from '../../../source/capture/capture-format.js';
import {record} from '../../../source/commands/record.js';
import {parseMarket} from '../../../source/options/options.js';
import type {FaultName} from '../../../source/simulator/faults.js';
import {changingCapture} from '../../helpers/changing-capture.js';
import {createFakeFile} from '../../helpers/fake-file.js';
import {startVirtual} from '../../helpers/virtual-exchanges.js';

type Recorded = {
	readonly seed: number;
	readonly markets: readonly string[];
	readonly ms: number;
	readonly faults?: readonly FaultName[];
};

/** What `record` makes of the simulated exchanges in so long of their time. */
export const recordCapture = async (options: Recorded): Promise<string> => {
	const {seed, markets, ms, faults = []} = options;
	const {clock, simulator, venues, transport, random} = await startVirtual(seed);
	const file = createFakeFile();
	let stop: (code: number) => void = () => undefined;
	const recorded = record(
		{markets: markets.map(parseMarket), path: 'feed.jsonl', plan: null, appVersion: '0.1.0'},
		{
			source: {venues, transport},
			clock,
			random,
			output: {isTTY: false, write: () => true},
			complain: () => undefined,
			stopped: new Promise<number>(resolve => (stop = resolve)),
			open: file.open,
		},
	);
	for (const name of [null, ...faults]) {
		if (name !== null) simulator.inject(name);
		await clock.run(ms / (faults.length + 1));
	}
	stop(0);
	await recorded;
	await simulator.stop();
	return file.content().toString();
};

export type ReadCapture = {
	readonly header: CaptureHeader;
	readonly events: readonly CaptureEvent[];
};

export const parseCapture = (text: string): ReadCapture => {
	const [header = '{}', ...lines] = text.trimEnd().split('\n');
	return {
		header: JSON.parse(header) as CaptureHeader,
		events: lines.map(line => JSON.parse(line) as CaptureEvent),
	};
};

/** A file without a header, and what `index.json` beside it says. */
export type RawCapture = {readonly feed: string; readonly index: string};

/** What was received, with the address on each line. */
export const toRaw = ({header, events}: ReadCapture): RawCapture => {
	const urls = new Map<number, string>();
	const lines: RawLine[] = [];
	for (const event of events) {
		if (event.kind === 'open') urls.set(event.connection, event.url);
		if (event.kind === 'http')
			lines.push({t: event.t, kind: 'http', url: event.url, data: event.data});
		if (event.kind === 'ws') {
			const {t, kind, connection, ...data} = event;
			lines.push({t, kind, url: urls.get(connection) ?? '', ...data});
		}
	}
	const symbols = ['STEEMUSDT'];
	const entry = {file: 'raw.jsonl', t0_epoch_s: header.startedAt / 1000, symbols};
	return {
		feed: lines.map(line => `${JSON.stringify(line)}\n`).join(''),
		index: JSON.stringify([{file: 'other.jsonl', t0_epoch_s: 1}, entry]),
	};
};

/** The same capture in two files, the second beginning in the middle of it. */
const inParts = ({header, events}: ReadCapture): readonly string[] => {
	const middle = Math.floor(events.length / 2);
	const half = events[middle]?.t ?? 0;
	const later = {...header, startedAt: header.startedAt + Math.floor(half)};
	const rest = events.slice(middle).map(event => ({...event, t: event.t - Math.floor(half)}));
	return [
		encodeHeader(header) + events.slice(0, middle).map(encodeEvent).join(''),
		encodeHeader(later) + rest.map(encodeEvent).join(''),
	];
};

/** Captures to begin with, each in one file or several: short, since each is read thousands of times. */
export const makeCaptures = async () => {
	const usual = await recordCapture({seed: 3, markets: ['STEEM/USDT'], ms: 1500});
	const broken = await recordCapture({
		seed: 4,
		markets: ['STEEM/USDT'],
		ms: 4000,
		faults: ['gap', 'close', 'huobi-error'],
	});
	const several = await recordCapture({seed: 5, markets: ['STEEM/USDT', 'WAXP/USDT'], ms: 1200});
	const changing = changingCapture([
		{market: 'STEEM/USDT', ms: 1000},
		{market: 'STEEM/BTC', ms: 1000},
	]);
	return {
		captures: [[usual], [broken], [several], [changing], inParts(parseCapture(usual))],
		raws: [toRaw(parseCapture(usual)), toRaw(parseCapture(broken))],
	};
};
