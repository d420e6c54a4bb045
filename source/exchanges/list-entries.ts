import {checkJson, endOfString, type JsonBounds} from '../json-bounds.js';
import {
	isObject,
	parseEntries,
	parseJson,
	toExactNumbers,
	toMessageError,
	type JsonObject,
} from './parse.js';

/** Something long done in steps: between two of them whoever runs it may let others have their turn. */
export type Steps<T> = Generator<undefined, T, undefined>;

/**
 * Characters of a list. Binance's is the longest; in 2023 it had 2,183 markets of up to 1.5 kB, and has since got
 * the groups that may trade each.
 */
const maxLength = 30_000_000;

/** Of Binance's markets each had 75 values and 54 names of fields: 30 MB of them have 1.5 million and a million. */
const listBounds: JsonBounds = {depth: 32, values: 5_000_000, keys: 1_500_000};

/** Markets of one exchange: those of Binance are a few thousand, the halted ones too. */
const maxEntries = 50_000;

/** Characters of an entry; those of 2023 had 1,534 at the most. What is longer is left out, and not built at all. */
const maxEntryLength = 128 * 1024;

/** Characters that are built at a time, at least: some milliseconds' work. */
const pieceLength = 128 * 1024;

const codes = {quote: 0x22, comma: 0x2c, colon: 0x3a, openList: 0x5b, openMap: 0x7b} as const;

/** `[` and `{`, which differ in one bit, and those that close them. */
const isOpening = (unit: number) => (unit | 0x20) === 0x7b;
const isClosing = (unit: number) => (unit | 0x20) === 0x7d;

/** Where the list, or map, at the end of these names begins, behind its bracket; -1 where there is none. */
const findList = (text: string, names: readonly string[], opening: number): number => {
	let depth = 0;
	/** How many of the names lead to where it is. */
	let entered = 0;
	let name = '';
	let isNamed = false;
	for (let index = 0; index < text.length; index++) {
		const unit = text.charCodeAt(index);
		const isWithin = depth === entered + 1;
		if (unit === codes.quote) {
			const end = endOfString(text, index);
			if (isWithin) name = text.slice(index + 1, end);
			index = end;
		} else if (unit === codes.colon) isNamed = isWithin && name === names[entered];
		else if (isOpening(unit)) {
			const isLast = entered === names.length - 1;
			if (isWithin && isNamed && isLast && unit === opening) return index + 1;
			if (isWithin && isNamed && !isLast && unit === codes.openMap) entered++;
			isNamed = false;
			depth++;
		} else if (isClosing(unit)) {
			depth--;
			if (depth === entered && entered > 0) entered--;
		}
	}
	return -1;
};

/** How an exchange writes its list: as it is, or in an object of which one field is the long one. */
export type ListShape<T> = {
	/** Of the object, the one that holds the list, `result.list` in one within; null where there is no object around it. */
	readonly field: string | null;
	/** Whether the field holds no list, but an object with an entry by each name. @default false */
	readonly isMap?: boolean;
	/** Whether each number is kept as the text it was sent as, since a double may not hold it. @default false */
	readonly isExact?: boolean;
	/** Throws on an entry that is to be left out. `name`: by which an object has it, empty in a list. */
	read(entry: JsonObject, name: string): T;
	/** Whether the object, with that field empty, is what it should be. */
	isList?(rest: JsonObject): boolean;
};

/** Hands over the entries of a list that begins at `from`, some at a time. Returns where the list ends. */
function* takePieces(
	text: string,
	from: number,
	take: (piece: string, isFirst: boolean) => void,
): Steps<number> {
	let depth = 0;
	let count = 0;
	let entryAt = from;
	let pieceAt = from;
	for (let index = from; index < text.length; index++) {
		const unit = text.charCodeAt(index);
		if (unit === codes.quote) index = endOfString(text, index);
		else if (isOpening(unit)) depth++;
		else if (isClosing(unit)) depth--;
		const isEnd = depth < 0;
		if (!isEnd && (depth > 0 || unit !== codes.comma)) continue;
		if (++count > maxEntries) throw new RangeError(`more than ${maxEntries} entries`);
		const isTooLong = index - entryAt > maxEntryLength;
		const pieceEnd = isTooLong ? entryAt - 1 : index;
		entryAt = index + 1;
		if (!isEnd && !isTooLong && index - pieceAt < pieceLength) continue;
		if (pieceEnd >= pieceAt) take(text.slice(pieceAt, pieceEnd), pieceAt === from);
		if (isEnd) return index;
		pieceAt = index + 1;
		yield;
	}
	throw new RangeError('a list without an end');
}

/** Reads a piece of a list or map. Between two entries there is a comma, behind the last one none. */
const readPiece = <T>(
	sent: string,
	isFirst: boolean,
	{isMap = false, isExact = false, read}: ListShape<T>,
): readonly T[] => {
	const piece = isExact ? toExactNumbers(sent) : sent;
	if (isMap) {
		if (!isFirst && piece.trim() === '') throw new SyntaxError('a comma without an entry');
		return Object.entries(JSON.parse(`{${piece}}`) as JsonObject).flatMap(([name, entry]) =>
			parseEntries([entry], value => read(value, name)),
		);
	}
	const entries = JSON.parse(isFirst ? `[${piece}]` : `[0,${piece}]`) as readonly unknown[];
	return parseEntries(isFirst ? entries : entries.slice(1), entry => read(entry, ''));
};

function* splitList<T>(text: string, shape: ListShape<T>): Steps<readonly T[]> {
	const {field, isMap = false, isList} = shape;
	if (text.length > maxLength) throw new RangeError(`longer than ${maxLength} characters`);
	checkJson(text, listBounds);
	const entries: T[] = [];
	const names = field?.split('.') ?? [];
	const opening = isMap ? codes.openMap : codes.openList;
	const from = field === null ? text.indexOf('[') + 1 || -1 : findList(text, names, opening);
	let rest: unknown;
	if (from < 0) rest = parseJson(text);
	else {
		const to = yield* takePieces(text, from, (piece, isFirst) => {
			entries.push(...readPiece(piece, isFirst, shape));
		});
		rest = parseJson(text.slice(0, from) + text.slice(to));
	}
	const object = isObject(rest) ? rest : null;
	const list = names.reduce((value, name) => (isObject(value) ? value[name] : null), rest);
	const isThere = isMap ? isObject(list) : Array.isArray(list);
	// What was not found, as its name is escaped, was not read either.
	if (from < 0 || !isThere || (object && isList?.(object) === false))
		throw new RangeError('no list of symbols');
	return entries;
}

/**
 * Reads a list: what is made of each entry. Never builds the whole, and nothing that is more than exchanges send.
 * What is wrong with it says whose text it was, and how that begins.
 */
export function* readList<T>(
	exchange: string,
	text: string,
	shape: ListShape<T>,
): Steps<readonly T[]> {
	try {
		return yield* splitList(text, shape);
	} catch (error) {
		throw toMessageError(exchange, text, error);
	}
}
