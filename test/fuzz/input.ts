import {createRandom, type Random} from '../../source/random.js';
import type {Seeds} from './seeds/seeds.js';

/** What one path of the exchanges answers with, as bytes on the wire. */
export type WireAnswer = {
	/** Up to the empty line; `%ACCEPT%` stands for the key of a handshake. */
	readonly head: Buffer;
	/** A body, or frames. */
	readonly rest: Buffer;
};

/** One input of a reader. */
export type Input = {
	/** Of the program, run in a folder of its own. */
	readonly args: readonly string[];
	/** What lies in that folder, by name. */
	readonly files: Readonly<Record<string, Buffer>>;
	/** What the exchanges answer, by path; none where it reads files alone. */
	readonly answers?: Readonly<Record<string, WireAnswer>>;
	/** Pressed on the full screen, one after the other. */
	readonly keys?: readonly string[];
	/** What was done to what is right, in words. */
	readonly told: string;
};

export type MakeInput = (seeds: Seeds, random: Random) => Input;

/** The same for the same reader and number, on every machine. */
export const randomOf = (reader: string, number: number): Random =>
	createRandom(`${reader} ${number}`);
