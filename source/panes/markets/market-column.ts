import type {LineEdges} from '../../markets/line-edges.js';
import type {RankedLine} from '../../markets/ranking.js';
import type {Part} from '../pane-frame.js';

/** What a cell is made of. */
export type Given = {readonly row: RankedLine; readonly edges: LineEdges; readonly now: number};

/** One column: heading, cells and what stands in it. */
export type MarketColumn = {
	readonly heading: string;
	/** Cells, those before it not counted. */
	readonly width: number;
	/** Cells before it. */
	readonly gap: number;
	readonly isLeft?: boolean;
	write(given: Given): Part;
};
