import type {Cast} from './cast-file.js';
import {toText} from './cells.js';
import {filmCast} from './play-cast.js';

/** How many beginnings are tried; a program that shows nothing for longer has no poster. */
const tries = 20;

/** Milliseconds into the cast until the first picture that is not blank. */
export const findPoster = async (cast: Cast): Promise<number> => {
	let first: number | null = null;
	let tried = 0;
	for await (const {ms, frame} of filmCast(cast, {fromMs: 0, toMs: Infinity, everyMs: 1})) {
		if (toText(frame).trim() !== '') return ms;
		if (ms > 0) first ??= ms;
		if (++tried > tries) break;
	}
	return first ?? 0;
};
