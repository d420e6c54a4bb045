import {parseDecimal, type Decimal} from '../book/fixed-point.js';
import type {JsonValue} from './json-text.js';

/** One value of the configuration: the file's check, `steem-tui config` and the README all read it. */
export type Setting<T> = {
	/** Its keys in the file from the outside in, joined by dots: `endpoints.binance.ws`. */
	readonly path: string;
	/** What it does, in a few words. */
	readonly help: string;
	/** What may stand in the file. */
	readonly allowed: string;
	/** Where nothing says otherwise. */
	readonly fallback: T;
	/** The flag that wins over all else. */
	readonly flag?: string;
	/** Environment variables, the first that is set counts. */
	readonly variables?: readonly string[];
	/** Reads a variable; throws a UsageError. */
	readonly fromVariable?: (text: string, variable: string) => T;
	/** What the surroundings suggest where nobody says it: a variable, and the value it speaks for. */
	readonly guess?: (
		environment: Readonly<Record<string, string | undefined>>,
	) => {readonly name: string; readonly value: T} | null;
	/** Words to choose from, where that is all that may stand there. */
	readonly choices?: readonly string[];
	/** Why one of its words is not allowed, where `allowed` does not tell it. */
	readonly whyNot?: (word: string) => string | null;
	/** Reads the file's value; throws where it is not allowed. */
	readonly read: (value: JsonValue) => T;
	/** The value as it would stand in the file; passwords are left out. */
	toJson(value: T): JsonShown;
	/** Whether others than the owner of the file should not read it. */
	hasSecret?(value: T): boolean;
};

export type JsonShown = string | number | boolean | null | readonly string[];

export const readText = (value: JsonValue): string => {
	if (value.type !== 'text') throw new TypeError('no text');
	return value.text;
};

export const readFlag = (value: JsonValue): boolean => {
	if (value.type !== 'flag') throw new TypeError('neither true nor false');
	return value.isSet;
};

/** A number, or a text that holds one, within bounds; exact. */
export const readDecimal =
	(isWithin: (value: number) => boolean) =>
	(value: JsonValue): Decimal => {
		if (value.type !== 'number' && value.type !== 'text') throw new TypeError('no number');
		const decimal = parseDecimal(value.text);
		if (!isWithin(Number(value.text))) throw new RangeError('out of bounds');
		return decimal;
	};

export const readWhole =
	(least: number, most: number) =>
	(value: JsonValue): number => {
		const count = value.type === 'number' ? Number(value.text) : Number.NaN;
		if (!Number.isSafeInteger(count) || count < least || count > most)
			throw new RangeError('out of bounds');
		return count;
	};

/** The choice that a word is; throws where it is none. */
export const pick = <T extends string>(choices: readonly T[], text: string): T => {
	const choice = choices.find(candidate => candidate === text);
	if (choice === undefined) throw new RangeError('none of the choices');
	return choice;
};

/** One of some words. */
export const readChoice =
	<T extends string>(choices: readonly T[]) =>
	(value: JsonValue): T =>
		pick(choices, readText(value));

/** A text, or several in a list. */
export const readTexts = (value: JsonValue): readonly string[] => {
	const texts = value.type === 'list' ? value.items.map(readText) : [readText(value)];
	if (texts.length === 0) throw new RangeError('an empty list');
	return texts;
};
