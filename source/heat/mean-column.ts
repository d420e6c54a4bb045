import {addTrades, binsPerColumn, noTrades, unproven, type HeatColumn} from './heat-column.js';

/** What is known of a stretch: all that is not proven, or was not seen, makes it broken. */
const proofOf = (seen: number, proven: number, of: number): HeatColumn['proof'] =>
	seen === 0 ? 'unproven' : proven === of ? 'proven' : 'broken';

/** Sums up the sizes where the bins lie upon each other. */
const addSizes = (into: Float32Array, first: number, column: HeatColumn) => {
	const by = column.first - first;
	const from = Math.max(0, -by);
	const to = Math.min(binsPerColumn, binsPerColumn - by);
	for (let at = from; at < to; at++) into[at + by] = (into[at + by] ?? 0) + (column.sizes[at] ?? 0);
};

/**
 * The mean over the seconds of a stretch in which the book was proven, around its last middle price. Null stands for a
 * second that was not seen; null is returned where none was.
 */
export const meanColumn = (columns: readonly (HeatColumn | null)[]): HeatColumn | null => {
	const known = columns.filter(column => column !== null);
	if (known.length === 0) return null;
	const trades = known.reduce((all, column) => addTrades(all, column.trades), noTrades);
	const seen = known.filter(({proof}) => proof !== 'unproven');
	const last = seen.at(-1);
	if (!last) return unproven(trades);
	const {first} = last;
	const sizes = new Float32Array(binsPerColumn);
	for (const column of seen) addSizes(sizes, first, column);
	for (let at = 0; at < binsPerColumn; at++) sizes[at] = (sizes[at] ?? 0) / seen.length;
	return {
		proof: proofOf(
			seen.length,
			seen.filter(({proof}) => proof === 'proven').length,
			columns.length,
		),
		first,
		sizes,
		from: Math.max(first, ...seen.map(({from}) => from)),
		to: Math.min(first + binsPerColumn, ...seen.map(({to}) => to)),
		mid: seen.findLast(({mid}) => !Number.isNaN(mid))?.mid ?? Number.NaN,
		trades,
	};
};
