import {formatDecimal} from '../../book/fixed-point.js';
import type {SizeChoice} from '../../book/trade-size.js';
import {groupDigits} from '../../screen/digits.js';
import {formatSignedPercent} from '../../screen/format.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import type {MarketView} from '../../store/market-view.js';
import {paintParts, type Part} from '../pane-frame.js';
import {directionText, roleOfNet} from './edge-block.js';
import type {Direction, EdgeReader} from './edge-tracker.js';

/** Cells of a net in percent, and of the gap before it. */
const cellWidth = 11;

/** Sizes each way of the chosen one. */
const mostBeside = 4;

type SizesInput = {
	readonly view: MarketView;
	readonly edges: EdgeReader;
	readonly step: SizeChoice;
	readonly base: string;
	readonly width: number;
	/** Those to tell of. */
	readonly directions: readonly Direction[];
};

const netPart = ({edge}: Direction, isChosen: boolean, width: number): Part => {
	// A size that is not there has no net: the next smaller ones say how far it goes.
	if (!edge?.isWhole) return ['faint', glyphs.dot.padStart(width)];
	const text = formatSignedPercent(edge.netShare, 3).padStart(width);
	return [edge.net.units > 0 || isChosen ? roleOfNet(edge.net) : 'text', text];
};

/** What smaller and larger sizes would bring, each a column; a heading and a line for each direction. */
export const paintSizes = (
	theme: Theme,
	{view, edges, step, base, width, directions: ways}: SizesInput,
): readonly string[] => {
	const {smaller, larger} = edges.besides(step);
	const beside = Array.from({length: mostBeside}, (_, index) => index);
	const steps: readonly SizeChoice[] = [
		...beside.map(index => smaller - index).toReversed(),
		step,
		...beside.map(index => larger + index),
	];
	const all = steps.map(by => {
		const size = edges.sizeOf(by);
		return {by, text: size ? groupDigits(formatDecimal(size)) : ''};
	});
	// At the end of what there is to choose, steps are one size; below what is traded there is none.
	const {least} = edges.stepsIn(view);
	const sizes = all.filter(
		({by, text}, index) =>
			text !== '' && text !== all[index - 1]?.text && (by === step || Number(by) >= least),
	);
	const names = ways.map(way => `   ${directionText(way)}`);
	const heading = ` net for other sizes, ${base}`;
	const label = Math.max(heading.length, ...names.map(name => name.length));
	const cell = Math.max(cellWidth, ...sizes.map(({text}) => text.length + 3));
	const count = Math.floor((width - label - 1) / cell);
	const from = Math.max(0, sizes.findIndex(({by}) => by === step) - Math.floor(count / 2));
	const shown = sizes.slice(from, from + Math.max(0, count));
	const columns = shown.map(({by}) => edges.directions(view, by));
	const isSame = (a: Direction, b: Direction) => a.buy === b.buy && a.sell === b.sell;
	return [
		paintParts(theme, [
			['label', heading.padEnd(label)],
			...shown.map(({by, text}): Part => [by === step ? 'strong' : 'label', text.padStart(cell)]),
		]),
		...names.map((name, index) =>
			paintParts(theme, [
				['muted', name.padEnd(label)],
				...columns.map((column, at): Part => {
					const wanted = ways[index];
					const way = column.find(other => wanted && isSame(other, wanted));
					return way ? netPart(way, shown[at]?.by === step, cell) : ['text', ''];
				}),
			]),
		),
	];
};
