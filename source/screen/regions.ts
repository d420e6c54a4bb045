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

/** A class, since an object with a getter of its own takes longer to make than some rows to paint. */
class RowsPainting implements Painting {
	readonly rows: readonly PaintedLine[];
	readonly repaintAt: number | null;

	constructor(rows: readonly PaintedLine[], repaintAt: number | null) {
		this.rows = rows;
		this.repaintAt = repaintAt;
	}

	get lines(): readonly string[] {
		return this.rows.map(paintedText);
	}
}

/** A painting of lines of which some are in cells, and turned into texts only for whoever asks. */
export const paintingOf = (
	rows: readonly PaintedLine[],
	repaintAt: Painting['repaintAt'],
): Painting => new RowsPainting(rows, repaintAt);

export type Region = {
	readonly rect: Rect;
	/** Paints exactly the rectangle. */
	readonly paint: (now: number) => Painting;
	/** Whether it covers others. */
	readonly isOnTop: boolean;
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
		isEmpty: () => regions.size === 0,
		rectOf: (id: string): Rect | null => regions.get(id)?.rect ?? null,
		/** All of them as they are now, and when the first would look different; `Infinity` for never. */
		paint(now: number): {readonly layers: readonly Layer[]; readonly repaintAt: number} {
			let repaintAt = Infinity;
			const layers: Layer[] = [];
			for (const {rect, paint, isOnTop} of regions.values()) {
				const painting = paint(now);
				repaintAt = Math.min(repaintAt, painting.repaintAt ?? Infinity);
				layers.push({rect, lines: painting.rows ?? painting.lines, isOnTop});
			}
			return {layers, repaintAt};
		},
	};
};
