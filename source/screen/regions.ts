import {paintedText, type PaintedLine} from './cell-row.js';
import type {Layer, Rect} from './compositor.js';

/** What a live region shows now, and when it would look different with nothing new coming in. */
export type Painting = {
	/** As many lines as the region is high, each as wide as it is. The same array if nothing changed. */
	readonly lines: readonly string[];
	/** The same lines, some of them in cells; what is shown, where they are given. See `paintingOf`. */
	readonly rows?: readonly PaintedLine[];
	/** Epoch milliseconds; null where time changes nothing (ages, fading and countdowns do). */
	readonly repaintAt: number | null;
};

/** A painting of lines of which some are in cells, and turned into texts only for whoever asks. */
export const paintingOf = (
	rows: readonly PaintedLine[],
	repaintAt: Painting['repaintAt'],
): Painting => ({
	rows,
	repaintAt,
	get lines() {
		return rows.map(paintedText);
	},
});

export type Region = {
	readonly rect: Rect;
	/** Null for an overlay, which Ink draws itself: it only keeps the regions under it from showing. */
	readonly paint: ((now: number) => Painting) | null;
};

/** The live regions by their names, in the order in which they came. */
export const createRegions = (onChange: () => void) => {
	const regions = new Map<string, Region>();
	return {
		set(id: string, region: Region) {
			regions.set(id, region);
			onChange();
		},
		remove(id: string) {
			regions.delete(id);
			onChange();
		},
		rectOf: (id: string): Rect | null => regions.get(id)?.rect ?? null,
		/** All of them as they are now, and when the first would look different; `Infinity` for never. */
		paint(now: number): {readonly layers: readonly Layer[]; readonly repaintAt: number} {
			let repaintAt = Infinity;
			const layers = Array.from(regions.values(), ({rect, paint}): Layer => {
				if (!paint) return {rect, lines: null};
				const painting = paint(now);
				repaintAt = Math.min(repaintAt, painting.repaintAt ?? Infinity);
				return {rect, lines: painting.rows ?? painting.lines};
			});
			return {layers, repaintAt};
		},
	};
};
