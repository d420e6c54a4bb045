import './strict-statuses.js';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after} from 'node:test';
import {gzipSync} from 'node:zlib';
import {openReplay, type OpenReplay} from '../../source/replay/open-replay.js';
import {printReplayBooks, watchReplay} from '../../source/commands/print-replay.js';
import type {PrintOptions} from '../../source/commands/print-replay.js';
import {startReplayIndex, type ReplayIndex} from '../../source/replay/replay-index.js';
import {startReplayPlayer} from '../../source/replay/replay-player.js';
import {exchanges} from '../../source/exchanges/index.js';
import {parseMarket} from '../../source/options/options.js';
import type {Clock} from '../../source/clock.js';
import {createFakeClock} from './fake-clock.js';
import {busyCapture, type BusyCaptureOptions} from './busy-capture.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-replay-'));
after(() => {
	rmSync(folder, {recursive: true});
});

let files = 0;

/** Writes a capture into a file of its own, packed where `ending` says so. */
export const writeFile = (text: string, ending = '.jsonl'): string => {
	const path = join(folder, `${++files}${ending}`);
	writeFileSync(path, ending.endsWith('.gz') ? gzipSync(text) : text);
	return path;
};

export const writeBusy = (options: BusyCaptureOptions): string =>
	writeFile([...busyCapture(options)].join(''));

export type JsonLine = {
	readonly exchange: string;
	readonly market: string;
	readonly status: string;
	readonly reason?: string;
	readonly sequence: number | null;
	readonly exchangeTime: number | null;
	readonly bids: [string, string][];
	readonly asks: [string, string][];
	readonly levels: {readonly bids: number; readonly asks: number};
};

type Given = Partial<PrintOptions> & {readonly market?: string; readonly exchange?: string};

const toRequest = (paths: readonly string[], {market, exchange}: Given) => ({
	paths,
	market: market === undefined ? null : parseMarket(market),
	exchanges: exchanges.filter(({id}) => exchange === undefined || id === exchange),
});

const collect = () => {
	const writes: string[] = [];
	const complaints: string[] = [];
	const console = {
		write: (text: string) => writes.push(text) > 0,
		onDrain: () => undefined,
		complain: (text: string) => complaints.push(text),
	};
	const text = () => writes.join('');
	/** A write is any number of lines. */
	const books = () =>
		text()
			.split('\n')
			.filter(line => line !== '')
			.map(line => JSON.parse(line) as JsonLine);
	return {text, books, complaints, console};
};

const defaults = {isJson: true, levels: 20, speed: 'max', from: null, forMs: undefined} as const;

const shown = {
	show: ['books'],
	size: null,
	feeOf: () => ({units: 1, decimals: 1}),
	alerts: null,
} as const;

/** What `watch --replay --json --speed max` prints. */
export const watchCapture = async (paths: readonly string[], given: Given = {}) => {
	const {text, books, complaints, console} = collect();
	const clock = createFakeClock();
	const options = {...defaults, ...shown, ...given};
	const code = await watchReplay(toRequest(paths, given), options, {console, clock});
	return {code, text: text(), books: books(), complaints};
};

/** What `book --replay --json` prints; `clock`: by which it takes long. */
export const printCapture = async (
	paths: readonly string[],
	given: Given = {},
	clock: Clock = createFakeClock(),
) => {
	const {books, complaints, console} = collect();
	const options = {...defaults, ...given};
	const progress: string[] = [];
	const output = {isTTY: true, write: (text: string) => progress.push(text) > 0};
	const context = {console, clock, output};
	const code = await printReplayBooks(toRequest(paths, given), options, context);
	return {code, books: books(), complaints, progress};
};

const indexes = new Map<string, {opened: OpenReplay; index: ReplayIndex}>();

/** A capture that was read to its end. */
const readIndex = async (path: string) => {
	const known = indexes.get(path);
	if (known) return known;
	const opened = await openReplay({paths: [path], market: null, exchanges});
	const index = startReplayIndex(opened);
	await index.done;
	indexes.set(path, {opened, index});
	return {opened, index};
};

/** A player of a capture that was read to its end, at its start, with real time in hand. */
export const startPlayerRun = async (path: string, given: {speed?: number; from?: number} = {}) => {
	const {opened, index} = await readIndex(path);
	const clock = createFakeClock();
	const {startedAt} = opened.facts.header;
	const player = startReplayPlayer({index, startedAt, clock, speed: 1, from: 0, ...given});
	const {control} = player;
	return {
		...player,
		index,
		startedAt,
		/** Lets real time pass. */
		async pass(ms: number) {
			for (let left = ms; left > 0; left -= 10) {
				clock.advance(Math.min(10, left));
				await player.settled();
			}
		},
		async seek(position: number) {
			control.seek(position);
			await player.settled();
		},
		/** All that is known of the books, as text. */
		books: () =>
			player.source.getView().books.map(({bids, asks, ...rest}) => ({
				...rest,
				bids: sideOf(bids),
				asks: sideOf(asks),
			})),
	};
};

type Side = {readonly length: number; price(rank: number): unknown; size(rank: number): unknown};

const sideOf = (side: Side) =>
	Array.from({length: side.length}, (_, rank) => [side.price(rank), side.size(rank)]);
