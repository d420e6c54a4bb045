import {joinRects, type Rect} from './rects.js';

/** Cells in pixels. Eighths of either are whole, so that bars end where they should. */
export const cellWidth = 8;
export const cellHeight = 16;

/** The pixel lines run along in the middle of a cell. */
const middleX = 4;
const middleY = 8;

/** U+2500 to U+257F: lines up, right, down and left from the middle; 1 light, 2 heavy, 3 double. */
const arms =
	'0101 0202 1010 2020 0101 0202 1010 2020 0101 0202 1010 2020 0110 0210 0120 0220 ' +
	'0011 0012 0021 0022 1100 1200 2100 2200 1001 1002 2001 2002 1110 1210 2110 1120 ' +
	'2120 2210 1220 2220 1011 1012 2011 1021 2021 2012 1022 2022 0111 0112 0211 0212 ' +
	'0121 0122 0221 0222 1101 1102 1201 1202 2101 2102 2201 2202 1111 1112 1211 1212 ' +
	'2111 1121 2121 2112 2211 1122 1221 2212 1222 2122 2221 2222 0101 0202 1010 2020 ' +
	'0303 3030 0310 0130 0330 0013 0031 0033 1300 3100 3300 1003 3001 3003 1310 3130 ' +
	'3330 1013 3031 3033 0313 0131 0333 1303 3101 3303 1313 3131 3333 0000 0000 0000 ' +
	'0000 0000 0000 0000 0001 1000 0100 0010 0002 2000 0200 0020 0201 1020 0102 2010';

/** Into how many dashes a line falls. */
const dashesOf = (offset: number): number => {
	if (offset >= 0x04 && offset <= 0x07) return 3;
	if (offset >= 0x08 && offset <= 0x0b) return 4;
	return offset >= 0x4c && offset <= 0x4f ? 2 : 1;
};

type Paint = (x: number, y: number, isSet: boolean) => void;

/**
 * Draws one arm on a raster that is turned so that the arm points right: `length` pixels from the
 * middle at `along` 0, lines `across` 0. `half` is how far the lines it meets reach from the middle.
 */
const drawArm = (weight: number, half: number, length: number, paint: Paint) => {
	const reach = weight === 1 ? 0 : 1;
	for (let along = -half; along < length; along++)
		for (let across = -reach; across <= reach; across++) paint(along, across, true);
};

/** Turns arm number 0 to 3 (up, right, down, left) onto the cell. */
const turned =
	(arm: number, paint: Paint): Paint =>
	(along, across, isSet) => {
		if (arm === 0) paint(middleX + across, middleY - along, isSet);
		else if (arm === 1) paint(middleX + along, middleY + across, isSet);
		else if (arm === 2) paint(middleX + across, middleY + along, isSet);
		else paint(middleX - along, middleY + across, isSet);
	};

const lengths = [middleY + 1, cellWidth - middleX, cellHeight - middleY, middleX + 1];

const toRects = (raster: readonly boolean[]): readonly Rect[] =>
	joinRects(
		raster.flatMap((isSet, at): Rect[] =>
			isSet ? [[at % cellWidth, Math.floor(at / cellWidth), 1, 1]] : [],
		),
	);

/** The lines of a box character as rectangles; doubles are heavy ones with their middle taken out. */
export const lineRects = (offset: number): readonly Rect[] => {
	const weights = [...arms.slice(offset * 5, offset * 5 + 4)].map(Number);
	const dashes = dashesOf(offset);
	const raster = Array.from({length: cellWidth * cellHeight}, () => false);
	const paint: Paint = (x, y, isSet) => {
		if (x >= 0 && x < cellWidth && y >= 0 && y < cellHeight) raster[y * cellWidth + x] = isSet;
	};
	const weightOf = (arm: number) => weights[arm % 4] ?? 0;
	const crossing = (arm: number) => [weightOf(arm + 1), weightOf(arm + 3)] as const;
	const halfFor = (arm: number) => (Math.max(...crossing(arm)) > 1 ? 1 : 0);
	const each = (isDouble: boolean, draw: (arm: number, weight: number) => void) => {
		for (const [arm, weight] of weights.entries())
			if (weight > 0 && (weight === 3) === isDouble) draw(arm, weight);
	};

	each(true, (arm, weight) => {
		drawArm(weight, halfFor(arm), lengths[arm] ?? 0, turned(arm, paint));
	});
	each(true, arm => {
		for (let along = 0; along < (lengths[arm] ?? 0); along++) turned(arm, paint)(along, 0, false);
	});
	each(false, (arm, weight) => {
		const [one, other] = crossing(arm);
		// Stops at the nearer of two lines, unless it goes on behind them.
		const half = one === 3 && other === 3 && weightOf(arm + 2) === 0 ? -1 : halfFor(arm);
		drawArm(weight, half, lengths[arm] ?? 0, turned(arm, paint));
	});
	if (dashes === 1) return toRects(raster);
	const isGap = (at: number, size: number) =>
		Math.floor(((at + size / 8) * dashes) / size) !== Math.floor((at * dashes) / size);
	const isAcross = weightOf(1) > 0;
	return toRects(
		raster.map(
			(isSet, at) =>
				isSet &&
				!(isAcross
					? isGap(at % cellWidth, cellWidth)
					: isGap(Math.floor(at / cellWidth), cellHeight)),
		),
	);
};
