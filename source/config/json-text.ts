import {maskPassword} from '../safe-text.js';

/** Where something stands in a text, both from 1. */
export type Place = {readonly line: number; readonly column: number};

export type JsonEntry = {
	readonly key: string;
	/** Of the key. */
	readonly place: Place;
	readonly value: JsonValue;
};

/** A JSON value that remembers where it stood; numbers as they were written, since a fee must be exact. */
export type JsonValue = {readonly place: Place} & (
	| {readonly type: 'null'}
	| {readonly type: 'flag'; readonly isSet: boolean}
	| {readonly type: 'number'; readonly text: string}
	| {
			readonly type: 'text';
			/** Without quotes and escapes. */
			readonly text: string;
	  }
	| {readonly type: 'list'; readonly items: readonly JsonValue[]}
	| {
			readonly type: 'object';
			/** In their order; no key is there twice. */
			readonly entries: readonly JsonEntry[];
	  }
);

/** What is wrong with a text that should be JSON, and where. */
export class JsonTextError extends Error {
	readonly place: Place;

	constructor(message: string, place: Place) {
		super(message);
		this.name = 'JsonTextError';
		this.place = place;
	}
}

const token =
	/(?<text>"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*")|(?<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|(?<word>true|false|null)(?!\w)|[{}[\],:]/y;

const blanks = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;

const maxDepth = 20;

const toPlace = (text: string, at: number): Place => {
	const before = text.slice(0, at).split('\n');
	return {line: before.length, column: (before.at(-1)?.length ?? 0) + 1};
};

/** What stands there, for the error message. */
const describeFound = (text: string, at: number): string => {
	if (at >= text.length) return 'the end of the file';
	if (text.startsWith('/*', at)) return 'a comment that is not closed';
	if (text[at] === "'") return "' (JSON has double quotes only)";
	const closed = /^"(?:[^"\\\u0000-\u001F]|\\.){0,40}"/.exec(text.slice(at, at + 42));
	if (closed) return `"${maskPassword(closed[0].slice(1, -1))}"`;
	if (text[at] === '"') return 'a text that is not closed on its line or has a bad escape';
	return JSON.stringify(/^[\w.+-]{1,20}/.exec(text.slice(at, at + 20))?.[0] ?? text[at]);
};

/** The tokens of a text, one after the other: owns how far it was read. */
const createTokens = (text: string) => {
	let at = 0;

	const fail = (message: string, where = at): never => {
		throw new JsonTextError(message, toPlace(text, where));
	};
	/** Comments are blanks, too. */
	const skipBlanks = () => {
		blanks.lastIndex = at;
		blanks.test(text);
		at = blanks.lastIndex;
	};
	return {
		/** `where` counts characters from 0; without it, what comes next is wrong. */
		fail,
		found: (where = at) => describeFound(text, where),
		placeOf: (where: number) => toPlace(text, where),
		/** The next token and where it stands; moves past it. */
		next(expected: string) {
			skipBlanks();
			token.lastIndex = at;
			const match = token.exec(text);
			if (!match) return fail(`expected ${expected}, found ${describeFound(text, at)}`);
			const found = {start: at, symbol: match[0], groups: match.groups ?? {}};
			at = token.lastIndex;
			return found;
		},
		/** Whether this comes next; moves past it if so. */
		skips(symbol: string): boolean {
			skipBlanks();
			if (text[at] !== symbol) return false;
			at++;
			return true;
		},
		end() {
			skipBlanks();
			if (at < text.length) fail(`expected the end of the file, found ${describeFound(text, at)}`);
		},
	};
};

type Tokens = ReturnType<typeof createTokens>;

/** Calls `readItem` for each item up to the closing bracket. */
const readItems = (tokens: Tokens, close: string, readItem: () => void) => {
	if (tokens.skips(close)) return;
	for (;;) {
		readItem();
		const {symbol, start} = tokens.next(`, or ${close}`);
		if (symbol === close) return;
		if (symbol !== ',') tokens.fail(`expected , or ${close}, found ${tokens.found(start)}`, start);
		// A comma at the end is left by who takes a line away.
		if (tokens.skips(close)) return;
	}
};

const readEntry = (tokens: Tokens, entries: JsonEntry[], depth: number) => {
	const {groups, start} = tokens.next('a key in double quotes');
	if (groups['text'] === undefined)
		return tokens.fail(`expected a key in double quotes, found ${tokens.found(start)}`, start);
	const key = JSON.parse(groups['text']) as string;
	if (entries.some(entry => entry.key === key))
		tokens.fail(`the key ${JSON.stringify(key)} is there twice`, start);
	if (!tokens.skips(':')) tokens.fail(`expected : after the key, found ${tokens.found()}`);
	entries.push({key, place: tokens.placeOf(start), value: readValue(tokens, depth + 1)});
};

const readValue = (tokens: Tokens, depth: number): JsonValue => {
	const {symbol, start, groups} = tokens.next('a value');
	const place = tokens.placeOf(start);
	if (depth > maxDepth) tokens.fail(`more than ${maxDepth} brackets deep`, start);
	if (groups['text'] !== undefined)
		return {place, type: 'text', text: JSON.parse(groups['text']) as string};
	if (groups['number'] !== undefined) return {place, type: 'number', text: symbol};
	if (symbol === 'null') return {place, type: 'null'};
	if (groups['word'] !== undefined) return {place, type: 'flag', isSet: symbol === 'true'};
	if (symbol === '[') {
		const items: JsonValue[] = [];
		readItems(tokens, ']', () => items.push(readValue(tokens, depth + 1)));
		return {place, type: 'list', items};
	}
	if (symbol !== '{') tokens.fail(`expected a value, found ${tokens.found(start)}`, start);
	const entries: JsonEntry[] = [];
	readItems(tokens, '}', () => {
		readEntry(tokens, entries, depth);
	});
	return {place, type: 'object', entries};
};

/**
 * Reads JSON, in which there may be comments, and a comma behind the last item. Node's own parser tells no place for most mistakes and takes the last of two equal
 * keys without a word; both matter in a file written by hand.
 */
export const parseJsonText = (source: string): JsonValue => {
	const tokens = createTokens(source.replace(/^\uFEFF/, ''));
	const value = readValue(tokens, 0);
	tokens.end();
	return value;
};

/** The value as it would be written, on one line and not too long. */
export const showJson = (value: JsonValue): string => {
	const shown = (() => {
		switch (value.type) {
			case 'null':
				return 'null';
			case 'flag':
				return String(value.isSet);
			case 'number':
				return value.text;
			case 'text':
				return JSON.stringify(value.text);
			case 'list':
				return value.items.length === 0 ? '[]' : 'a list';
			case 'object':
				return 'an object';
		}
	})();
	return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
};
