import {createHash} from 'node:crypto';
import {basename, dirname, join, normalize} from 'node:path';
import {partPath, partNumber} from '../files/recording-name.js';

/** How the files of a capture in parts are called: the order of the names is that of the parts. */
export type PartNames = {
	readonly folder: string;
	/** What no other capture of the folder is called. */
	readonly sign: string;
	/** The next name to be tried for a part that begins at a time, in epoch milliseconds; each is given once. */
	take(startedAt: number): string;
	/** What is taken next, as far as it is free. */
	peek(startedAt: number): string;
	/** From now on names stand behind that of a part from before, whatever times they tell. */
	follow(path: string): void;
	/** Whether a file of the folder is a part of this capture, by its name. */
	isPart(name: string): boolean;
};

/** `feed-0001.jsonl.gz`, `feed-0002.jsonl.gz`, … from a number on. */
export const createNumberedNames = (file: string, firstNumber: number): PartNames => {
	// As a folder's files are named that are looked for.
	const path = normalize(file);
	let number = firstNumber;
	return {
		folder: dirname(path),
		sign: basename(path),
		take: () => partPath(path, number++),
		peek: () => partPath(path, number),
		follow(before) {
			number = Math.max(number, (partNumber(path, basename(before)) ?? 0) + 1);
		},
		isPart: name => partNumber(path, name) !== null,
	};
};

/** Characters of a file's name that markets may take. */
const maxLength = 80;

const toWords = (market: string) => market.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');

const isPattern = (text: string) => /[*?]/.test(text);

/** `STEEM-ANY` for `STEEM/*`. */
const toName = (text: string): string => toWords(text.replace(/[*?]+/g, '-ANY-'));

/**
 * What the names of parts begin with: `STEEM-USDT`, `STEEM-BTC+STEEM-USDT`, or the first of many with their number
 * and a sign by which other markets have other names: `1INCH-USDT+199-3f2a91c0`. Patterns have such a sign as well:
 * `STEEM-ANY-3f2a91c0`.
 */
export const nameMarkets = (markets: readonly string[]): string => {
	const name = markets.map(toName).join('+');
	const isShort = name.length <= maxLength;
	if (isShort && !markets.some(isPattern)) return name;
	const sign = createHash('sha256').update(markets.join(' ')).digest('hex').slice(0, 8);
	if (isShort) return `${name}-${sign}`;
	const first = toName(markets[0] ?? '').slice(0, maxLength - 20);
	return `${first}+${markets.length - 1}-${sign}`;
};

/** `20260102T030405Z` */
const toStamp = (seconds: number): string =>
	new Date(seconds * 1000).toISOString().replace(/[-:]|\.\d+/g, '');

/** Seconds since 1970; null for what is no stamp. */
const fromStamp = (stamp: string): number | null => {
	const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp);
	if (!parts) return null;
	const [year = 0, month = 1, ...rest] = parts.slice(1).map(Number);
	return Date.UTC(year, month - 1, ...rest) / 1000;
};

/** `STEEM-USDT-20260102T030405Z.jsonl.gz`, by UTC; of two in one second the other takes the next. */
export const createDatedNames = (folder: string, markets: readonly string[]): PartNames => {
	const begin = `${nameMarkets(markets)}-`;
	const end = '.jsonl.gz';
	let last = 0;
	const next = (startedAt: number) => Math.max(Math.floor(startedAt / 1000), last + 1);
	const pathOf = (seconds: number) => join(folder, `${begin}${toStamp(seconds)}${end}`);
	const secondsOf = (name: string): number | null =>
		name.startsWith(begin) && name.endsWith(end)
			? fromStamp(name.slice(begin.length, -end.length))
			: null;
	return {
		folder,
		sign: begin,
		take(startedAt) {
			last = next(startedAt);
			return pathOf(last);
		},
		peek: startedAt => pathOf(next(startedAt)),
		follow(before) {
			last = Math.max(last, secondsOf(basename(before)) ?? 0);
		},
		isPart: name => secondsOf(name) !== null,
	};
};

/** The names of parts among those of a folder, oldest first. */
export const partsAmong = (names: PartNames, found: readonly string[]): readonly string[] =>
	found
		.filter(name => names.isPart(basename(name)))
		.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
		.map(name => join(names.folder, name));
