import {basename, dirname, join} from 'node:path';
import {readSmall} from '../files/read-small.js';
import {parseBounded} from '../json-bounds.js';

/** What is known of a file without a header. */
export type IndexEntry = {
	/** Epoch milliseconds; 0 where it is not known. */
	readonly startedAt: number;
	/** The exchange's own names of its markets. */
	readonly symbols: readonly string[];
};

/** Those of a few hundred files. Nobody asked for it to be read: what is larger is something else. */
const maxBytes = 1024 * 1024;
const bounds = {depth: 8, values: 50_000};

/** Longer than any name of a market, and more of them than a file is recorded with. */
const maxName = 100;
const maxSymbols = 1000;

/** Epoch seconds: up to the year 2500. */
const maxSeconds = 1.7e10;

const unknown: IndexEntry = {startedAt: 0, symbols: []};

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const isSymbol = (value: unknown): value is string =>
	typeof value === 'string' && value !== '' && value.length <= maxName;

const toEntry = ({t0_epoch_s: seconds, symbols}: Fields): IndexEntry => ({
	startedAt:
		typeof seconds === 'number' && seconds >= 0 && seconds <= maxSeconds ? seconds * 1000 : 0,
	symbols: Array.isArray(symbols) ? symbols.filter(isSymbol).slice(0, maxSymbols) : [],
});

/** What `index.json` beside a file without a header says of it, as far as that is of use. */
export const readIndex = (path: string): IndexEntry => {
	let index: unknown;
	try {
		index = parseBounded(readSmall(join(dirname(path), 'index.json'), maxBytes), bounds);
	} catch {
		// Without it the file has no place in time, which is no reason not to read it.
		return unknown;
	}
	if (!Array.isArray(index)) return unknown;
	const name = basename(path).replace('.sent.jsonl', '.jsonl');
	const entry = index.filter(isFields).find(({file}) => file === name);
	return entry ? toEntry(entry) : unknown;
};
