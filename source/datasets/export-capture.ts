import type {CaptureHeader} from '../capture/capture-format.js';
import type {CaptureItem} from '../capture/capture-item.js';
import {lookForDamage, type DamagedFiles} from '../capture/damaged-files.js';
import {readAhead} from '../capture/read-ahead.js';
import {readCaptureBatches, type ReadOptions} from '../capture/read-capture.js';
import type {BookChannel} from '../exchanges/exchange.js';
import {exchanges} from '../exchanges/index.js';
import {createRecordedFiles, type RecordedFiles} from '../verify/recorded-files.js';
import type {Report} from '../verify/report.js';
import {createVerifier} from '../verify/verifier.js';
import type {Beginning} from './coverage.js';
import {createMarketLog, type MarketLog} from './market-log.js';
import type {SentDays} from './sent-days.js';
import {createTradeReaders} from './trade-readers.js';

type Options = {
	readonly days: SentDays;
	/** They are left out. */
	readonly damaged: DamagedFiles;
	readonly trust: ReadOptions['trust'];
	/** Whether a market is to be exported, by its exchange and the exchange's name of it. */
	readonly isWanted: (exchange: string, symbol: string) => boolean;
};

type Market = {
	readonly log: MarketLog;
	readonly exchange: string;
	/** Where it was heard of last. */
	file: string;
};

/** Begins the logs of markets. `now`: milliseconds since the start of the capture. */
const createMarkets = (
	days: SentDays,
	files: RecordedFiles,
	toUs: (t: number) => number,
	now: () => number,
) => {
	const markets = new Map<string, Market>();

	const beginAt = (seenAt: number): Beginning => ({
		startUs: toUs(Math.min(seenAt, files.beginOf(files.current()))),
		seenUs: toUs(seenAt),
	});

	const begin = (exchange: string, symbol: string, seenAt: number): Market => {
		// An address may ask for it before anything has come.
		const beginning = files.hasBegun() ? beginAt(seenAt) : null;
		const log = createMarketLog({
			...{sink: days.sinkOf({exchange, symbol}), toUs},
			begin() {
				market.file ||= files.current();
				return beginning ?? beginAt(now());
			},
			onHeard() {
				market.file = files.current();
			},
			goesOn: () => files.goesOn(market.file, exchange),
		});
		const market: Market = {log, exchange, file: files.current()};
		return market;
	};

	return {
		/** `seenAt`: when it is heard of, where that was not before. */
		logOf(exchange: string, symbol: string, seenAt: number): MarketLog {
			const key = `${exchange} ${symbol}`;
			const market = markets.get(key) ?? begin(exchange, symbol, seenAt);
			markets.set(key, market);
			return market.log;
		},
		names: (): readonly string[] => [...markets.keys()],
		/** The file that is being read goes over to another market. */
		leave() {
			for (const {log, file} of markets.values())
				if (file === files.current()) log.leave(toUs(now()));
		},
		finish() {
			for (const {log, file, exchange} of markets.values())
				log.finish(toUs(files.endOf(file, exchange)));
		},
	};
};

/** The place of a channel among those of its exchange. */
const placeOf = (exchange: string, channel: BookChannel): number =>
	exchanges.find(({id}) => id === exchange)?.channels.indexOf(channel) ?? 0;

/** Takes a capture item by item, as "verify" does, and writes what is proven. */
const createExporter = ({days, isWanted}: Pick<Options, 'days' | 'isWanted'>) => {
	const files = createRecordedFiles();
	const readTrades = createTradeReaders();
	let header: CaptureHeader | null = null;
	let last = 0;

	const toUs = (t: number) =>
		Math.round((header?.startedAt ?? 0) * 1000) + Math.round(Math.max(0, t) * 1000);

	const markets = createMarkets(days, files, toUs, () => last);
	const logOf = (exchange: string, symbol: string, t: number): MarketLog | undefined =>
		isWanted(exchange, symbol) ? markets.logOf(exchange, symbol, t) : undefined;

	const verifier = createVerifier({
		follow: (exchange, symbol, now, channel) =>
			logOf(exchange, symbol, last)?.follow(placeOf(exchange, channel), now),
		heard(exchange, topic, text, t) {
			const found = readTrades(exchange, topic, text);
			if (found) logOf(exchange, found.symbol, t)?.trade(found.trades, toUs(t));
		},
	});

	return {
		give(item: CaptureItem) {
			if (item.type === 'header') ({header} = item);
			const isLeft = files.see(item);
			if (item.type === 'event') last = item.event.t;
			if (isLeft) markets.leave();
			verifier.give(item);
		},
		finish() {
			const report = verifier.finish();
			markets.finish();
			return {report, markets: markets.names()};
		},
	};
};

export type Exported = {
	readonly report: Report;
	/** Those that were exported, by exchange and symbol. */
	readonly markets: readonly string[];
};

/** Files turned out to be damaged that were exported from. */
export class DamageError extends Error {
	/** With those that were known before. */
	readonly damaged: DamagedFiles;

	constructor(damaged: DamagedFiles) {
		super('files are damaged');
		this.name = 'DamageError';
		this.damaged = damaged;
	}
}

/**
 * Exports a capture from its files. `onRead` is told the bytes read so far, and how many messages came since. Resolves with null where it was `stopped` before its end: then nothing is left of what is not whole.
 * Throws `CaptureError`, `FileError` and `DamageError`.
 */
export const exportCapture = async (
	paths: readonly string[],
	options: Options,
	{
		onRead,
		isStopped,
	}: {
		readonly onRead: (bytes: number, messages: number) => void;
		readonly isStopped: () => boolean;
	},
): Promise<Exported | null> => {
	const {days, damaged, trust} = options;
	const exporter = createExporter(options);
	const damage = lookForDamage(damaged);
	try {
		let read = 0;
		const batches = readCaptureBatches(paths, {onRead: bytes => (read = bytes), damaged, trust});
		for await (const items of readAhead(batches)) {
			let messages = 0;
			for (const item of items) {
				damage.see(item);
				exporter.give(item);
				if (item.type === 'event' && item.event.kind === 'ws') messages++;
			}
			onRead(read, messages);
			await days.flush();
			if (isStopped()) return null;
		}
		const found = damage.found();
		if (found) throw new DamageError(found);
		const exported = exporter.finish();
		await days.settle();
		return exported;
	} finally {
		await days.drop();
	}
};
