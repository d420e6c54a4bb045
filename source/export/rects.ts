/** In pixels: left, top, width, height. */
export type Rect = readonly [x: number, y: number, width: number, height: number];

type Open = {x: number; y: number; width: number; height: number};

const joinInRows = (rects: readonly Rect[]): Open[] => {
	const sorted = [...rects].sort((a, b) => a[1] - b[1] || a[3] - b[3] || a[0] - b[0]);
	const joined: Open[] = [];
	for (const [x, y, width, height] of sorted) {
		const last = joined.at(-1);
		if (last?.y === y && last.height === height && x <= last.x + last.width)
			last.width = Math.max(last.width, x + width - last.x);
		else joined.push({x, y, width, height});
	}
	return joined;
};

/** The same area in fewer rectangles: those that touch side by side are one, then those on top of each other. */
export const joinRects = (rects: readonly Rect[]): readonly Rect[] => {
	const joined: Open[] = [];
	const above = new Map<string, Open>();
	for (const rect of joinInRows(rects)) {
		const key = `${rect.x} ${rect.width}`;
		const upper = above.get(key);
		if (upper && rect.y === upper.y + upper.height) {
			upper.height += rect.height;
			continue;
		}
		above.set(key, rect);
		joined.push(rect);
	}
	return joined.map(({x, y, width, height}) => [x, y, width, height]);
};

/** For the `d` of a path. */
export const toPath = (rects: readonly Rect[]): string =>
	rects.map(([x, y, width, height]) => `M${x} ${y}h${width}v${height}h${String(-width)}z`).join('');
