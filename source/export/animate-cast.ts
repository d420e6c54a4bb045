import {FileError} from '../files/file-error.js';
import {createAnimation, type AnimationOptions} from './animated-svg.js';
import {durationOf, markersOf, type Cast} from './cast-file.js';
import {toTime} from './page.js';
import {filmCast} from './play-cast.js';
import {withoutLeaving} from './without-leaving.js';

export type AnimateOptions = Pick<AnimationOptions, 'title' | 'idleMs' | 'maxBytes'> & {
	/** Where it begins and ends: milliseconds, or the label of a marker. */
	readonly from?: number | string | undefined;
	readonly to?: number | string | undefined;
};

/** Milliseconds between two pictures, tried one after the other until all of them have room. */
const paces = [100, 200, 400, 800, 1600];

/** Of the last picture. */
const holdMs = 2000;

const placeOf = (cast: Cast, place: number | string): number => {
	if (typeof place === 'number') {
		const end = durationOf(cast);
		if (place > end + 1000) throw new FileError(`the cast ends at ${toTime(end)}`);
		return place;
	}
	const marks = markersOf(cast);
	const wanted = place.toLowerCase();
	const found =
		marks.find(({label}) => label.toLowerCase() === wanted) ??
		marks.find(({label}) => label.toLowerCase().includes(wanted));
	if (found) return found.ms;
	const labels = marks.slice(0, 20).map(({label}) => `"${label}"`);
	throw new FileError(
		`no marker of the cast is called "${place}": ` +
			(labels.length > 0 ? `it has ${labels.join(', ')}` : 'it has none; write MM:SS'),
	);
};

/** The largest that the screen was in a cast. */
const sizeOf = ({columns, rows, moments}: Cast) => {
	const size = {columns, rows};
	for (const {event} of moments) {
		if (event.code !== 'r') continue;
		size.columns = Math.max(size.columns, event.columns);
		size.rows = Math.max(size.rows, event.rows);
	}
	return size;
};

/** A picture that moves as a part of a cast does. Throws `FileError` where it would be too large. */
export const animateCast = async (whole: Cast, options: AnimateOptions): Promise<string> => {
	const cast = withoutLeaving(whole);
	const fromMs = placeOf(cast, options.from ?? 0);
	const toMs = placeOf(cast, options.to ?? durationOf(cast));
	if (toMs <= fromMs) throw new FileError('nothing lies between --from and --to');
	const {columns, rows} = sizeOf(cast);
	const palette = cast.palette ? {palette: cast.palette} : {};
	for (const everyMs of paces) {
		const animation = createAnimation(columns, rows, {...options, ...palette, holdMs});
		let hasRoom = true;
		for await (const filmed of filmCast(cast, {fromMs, toMs, everyMs})) {
			hasRoom = animation.take(filmed);
			if (!hasRoom) break;
		}
		if (!hasRoom) continue;
		const svg = animation.finish();
		if (Buffer.byteLength(svg) <= options.maxBytes) return svg;
	}
	throw new FileError(
		`a moving picture of all that takes more than ${options.maxBytes / 1e6} MB: choose a part by --from and --to`,
	);
};
