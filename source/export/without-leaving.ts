import type {Cast} from './cast-file.js';
import type {CastMoment, Moments} from './moment-store.js';

const leaveAlternate = '\u001B[?1049l';

/** Characters behind it that are looked at: of more, something was printed. */
const mostBehind = 1e6;

type Leaving = {
	readonly at: number;
	readonly ms: number;
	/** Of the same moment, before it. */
	readonly shown: string;
	/** From it to the end. */
	behind: string;
};

const findLeaving = (moments: Moments): Leaving | null => {
	let leaving: Leaving | null = null;
	let at = 0;
	for (const {ms, event} of moments) {
		const data = event.code === 'o' ? event.data : '';
		const end = data.lastIndexOf(leaveAlternate);
		if (end >= 0) leaving = {at, ms, shown: data.slice(0, end), behind: data.slice(end)};
		else if (leaving && leaving.behind.length < mostBehind) leaving.behind += data;
		at++;
	}
	return leaving;
};

/** As many as `count`, and then the last. */
const endWith = (moments: Moments, count: number, last: CastMoment): Moments => ({
	*[Symbol.iterator]() {
		let at = 0;
		for (const moment of moments) {
			if (at++ === count) break;
			yield moment;
		}
		yield last;
	},
});

/**
 * A full-screen program ends by giving the terminal back: what a viewer is left with is an empty
 * screen. Takes that off, so that the last picture is the program's; anything printed behind it stays.
 */
export const withoutLeaving = (cast: Cast): Cast => {
	const leaving = findLeaving(cast.moments);
	if (!leaving || leaving.behind.length >= mostBehind) return cast;
	const {at, ms, shown, behind} = leaving;
	if (behind.replace(/\u001B(?:\[[\d;?]*[A-Za-z]|.)/g, '').trim() !== '') return cast;
	return {...cast, moments: endWith(cast.moments, at, {ms, event: {code: 'o', data: shown}})};
};
