import type {CaptureHeader} from '../capture/capture-format.js';
import type {CaptureItem} from '../capture/capture-item.js';
import {lookForDamage, type DamagedFiles} from '../capture/damaged-files.js';
import {readAhead} from '../capture/read-ahead.js';
import {readCaptureBatches, type ReadOptions} from '../capture/read-capture.js';
import type {Report} from '../verify/report.js';
import {createVerifier} from '../verify/verifier.js';
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

/** Takes a capture item by item, as "verify" does, and writes what is proven. */
const createExporter = ({days, isWanted}: Pick<Options, 'days' | 'isWanted'>) => {
	const markets = new Map<string, MarketLog>();
	const readTrades = createTradeReaders();
	let header: CaptureHeader | null = null;
	let first: number | null = null;
	let last = 0;

	const toUs = (t: number) =>
		Math.round((header?.startedAt ?? 0) * 1000) + Math.round(Math.max(0, t) * 1000);

	const logOf = (exchange: string, symbol: string, t: number): MarketLog | undefined => {
		if (!isWanted(exchange, symbol)) return undefined;
		const key = `${exchange} ${symbol}`;
		const known = markets.get(key);
		if (known) return known;
		const log = createMarketLog({
			sink: days.sinkOf({exchange, symbol}),
			toUs,
			startUs: toUs(first ?? t),
			seenUs: toUs(t),
		});
		markets.set(key, log);
		return log;
	};

	const verifier = createVerifier({
		follow: (exchange, symbol, now) => logOf(exchange, symbol, last)?.follow(now),
		heard(exchange, topic, text, t) {
			const found = readTrades(exchange, topic, text);
			if (found) logOf(exchange, found.symbol, t)?.trade(found.trades, toUs(t));
		},
	});

	return {
		give(item: CaptureItem) {
			if (item.type === 'header') ({header} = item);
			if (item.type === 'event') {
				last = item.event.t;
				first ??= last;
			}
			verifier.give(item);
		},
		finish() {
			const report = verifier.finish();
			for (const log of markets.values()) log.finish(toUs(last));
			return {report, markets: [...markets.keys()]};
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
