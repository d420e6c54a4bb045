import {between, type Random} from '../../../source/random.js';
import {pick, placeIn, type Mutation} from './bytes.js';
import {hostileNumber, hostileText} from './hostile.js';

const onText =
	(mutate: (text: string, random: Random) => string): Mutation =>
	(bytes, random) =>
		Buffer.from(mutate(bytes.toString('utf8'), random));

type Place = {readonly start: number; readonly end: number};

/** One of the pieces that a pattern finds near any place: reading all of a long text for one takes too long. */
const findOne = (text: string, pattern: RegExp, random: Random): Place | null => {
	const from = Math.max(0, placeIn(text.length, random) - 400);
	const found = [...text.slice(from, from + 2000).matchAll(pattern)];
	const match = found[Math.floor(random() * found.length)];
	if (!match) return null;
	const start = from + match.index;
	return {start, end: start + match[0].length};
};

const replaceOne = (
	text: string,
	pattern: RegExp,
	random: Random,
	by: (found: string) => string,
): string => {
	const place = findOne(text, pattern, random);
	if (!place) return text;
	const {start, end} = place;
	return text.slice(0, start) + by(text.slice(start, end)) + text.slice(end);
};

const numbers = /(?<=[:,[]"?)-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?="?[\],}])/g;
const texts = /"(?:[^"\\\n]|\\.)*"/g;
const keys = /"[^"\\\n]*":/g;
const values = /(?<=[:,[])(?:"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)/g;
const lists = /\[[^[\]]*\]/g;

const insertText = (text: string, random: Random, piece: string): string => {
	const at = placeIn(text.length, random);
	return text.slice(0, at) + piece + text.slice(at);
};

/** Characters, so that most of what goes through a reader is small and a little of it is not. */
const amount = (random: Random, some: number, many: number): number =>
	random() < 0.01 ? many : between(random, 2, some);

/** Control bytes as they are in half of the cases, else as JSON writes them. */
const quote = (text: string, random: Random): string =>
	random() < 0.2 ? `"${text}"` : JSON.stringify(text);

/** What goes for JSON, one value or one a line. */
export const jsonMutations = {
	'another number': onText((text, random) =>
		replaceOne(text, numbers, random, () => hostileNumber(random)),
	),
	'another text': onText((text, random) =>
		replaceOne(text, texts, random, () => quote(hostileText(random), random)),
	),
	'a text with more in it': onText((text, random) =>
		replaceOne(
			text,
			texts,
			random,
			found => `${found.slice(0, -1)}${JSON.stringify(hostileText(random)).slice(1)}`,
		),
	),
	'another type': onText((text, random) =>
		replaceOne(text, values, random, () =>
			pick(['null', 'true', '[]', '{}', '[[]]', '0', '""', '[null]', '{"length":3}'], random),
		),
	),
	'another key': onText((text, random) =>
		replaceOne(text, keys, random, () =>
			pick(['"__proto__":', '"toString":', '"then":', '"":', '"t":', '"data":'], random),
		),
	),
	'a key twice': onText((text, random) =>
		replaceOne(text, keys, random, found => `${found}${hostileNumber(random)},${found}`),
	),
	'a list again and again': onText((text, random) =>
		replaceOne(text, lists, random, found => {
			const times = amount(random, 300, Math.floor(3e6 / found.length));
			return Array(times).fill(found).join(',');
		}),
	),
	depth: onText((text, random) =>
		insertText(
			text,
			random,
			pick(['[', '{"a":', '[{"b":'], random).repeat(amount(random, 2000, 1e6)),
		),
	),
	width: onText((text, random) =>
		replaceOne(text, lists, random, () => {
			const piece = pick(['{},', '0,', '[],', '"",'], random);
			return `[${piece.repeat(amount(random, 2000, 1e6)).slice(0, -1)}]`;
		}),
	),
	'a long text': onText((text, random) =>
		replaceOne(text, texts, random, () => `"${'x'.repeat(amount(random, 50_000, 5e6))}"`),
	),
} satisfies Record<string, Mutation>;

const onLines = (mutate: (lines: string[], random: Random) => readonly string[]): Mutation =>
	onText((text, random) => mutate(text.split('\n'), random).join('\n'));

/** What goes for lines. */
export const lineMutations = {
	'a line again': onLines((lines, random) => {
		const at = placeIn(lines.length - 1, random);
		const line = lines[at] ?? '';
		// As many as make a small file of it.
		const times = Math.min(amount(random, 50, 20_000), Math.ceil(2e6 / (line.length + 1)));
		return [...lines.slice(0, at), ...Array<string>(times).fill(line), ...lines.slice(at)];
	}),
	'a line less': onLines((lines, random) => lines.toSpliced(placeIn(lines.length - 1, random), 1)),
	'lines change places': onLines((lines, random) => {
		const [a, b] = [placeIn(lines.length - 1, random), placeIn(lines.length - 1, random)];
		return lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '');
	}),
	'some lines moved': onLines((lines, random) => {
		const moved = lines.splice(placeIn(lines.length - 1, random), between(random, 1, 20));
		return lines.toSpliced(placeIn(lines.length, random), 0, ...moved);
	}),
	'lines that are none': onLines((lines, random) => {
		const line = pick(['', '{}', '[]', 'null', '"x"', '\u0000', `x${hostileText(random)}`], random);
		const times = Math.min(amount(random, 100, 100_000), Math.ceil(2e6 / (line.length + 1)));
		return lines.toSpliced(placeIn(lines.length, random), 0, ...Array<string>(times).fill(line));
	}),
	'carriage returns': onText(text => text.replaceAll('\n', '\r\n')),
	'no line feeds': onText(text => text.replaceAll('\n', '')),
} satisfies Record<string, Mutation>;
