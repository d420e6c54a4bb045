import {clamp} from '../../screen/ui-state.js';
import {footHeight} from './market-foot.js';

/** Rows of a pane for its parts. */
export type MarketRoom = {
	/** Of the list, its heading not counted. */
	readonly rows: number;
	/** Of what is below the list. */
	readonly foot: number;
};

/** Rows of a pane above the first row of its list, the frame not counted. */
export const headRows = 1;

/** Rows of a list that are worth more than what is below it. */
const leastRows = 5;

/** How the rows of a pane of that height are shared out; `height`: of the frame. */
export const marketRoom = (height: number, exchanges: number): MarketRoom => {
	const inner = Math.max(0, height - 2);
	const left = inner - headRows;
	const wanted = footHeight(exchanges);
	const foot = left - wanted >= leastRows ? wanted : left - 2 >= leastRows ? 2 : 0;
	return {rows: Math.max(1, left - foot), foot};
};

/** The index of the market under the cursor: the first one where that is not there. */
export const cursorIndex = (markets: readonly string[], cursor: string | null): number =>
	cursor === null ? 0 : Math.max(0, markets.indexOf(cursor));

/** The index of the first row on the screen: the cursor is in the middle, but near the ends. */
export const firstRow = (index: number, count: number, rows: number): number =>
	clamp(index - Math.floor(rows / 2), 0, Math.max(0, count - rows));
