import type {Cast} from './cast-file.js';
import {toText} from './cells.js';
import {playCast} from './play-cast.js';

/** How many beginnings are tried; a program that shows nothing for longer has no poster. */
const tries = 20;

/** Milliseconds into the cast until the first picture that is not blank. */
export const findPoster = async (cast: Cast): Promise<number> => {
	const times = new Set(cast.moments.flatMap(({ms, event}) => (event.code === 'o' ? ms : [])));
	const first = [...times].slice(0, tries);
	for (const ms of first) {
		const frame = await playCast(cast, ms);
		if (toText(frame).trim() !== '') return ms;
	}
	return first[0] ?? 0;
};
