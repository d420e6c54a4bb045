import {zero} from '../../book/fixed-point.js';
import type {Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {amountShape, shapesOf} from '../market-shapes.js';
import {currenciesOf, nameOf} from '../market-title.js';
import type {PaneInput} from '../pane.js';
import {
	directionCells,
	paintDirection,
	paintLeg,
	paintLegHeadings,
	paintSum,
	type Units,
} from './edge-block.js';
import {legTable, type Leg, type LegTable} from './edge-columns.js';
import {chartCells, paintAxis, paintChart, scaleOf, type ChartCells} from './edge-chart.js';
import {hasRoomForMatrix, paintMatrix} from './edge-matrix.js';
import {paintSizes} from './edge-sizes.js';
import type {Direction} from './edge-tracker.js';

/** How the lines of a direction are spent: on the chart what is left. */
const planBlock = (lines: number) => {
	const hasLegs = lines >= 5;
	const hasSum = lines >= 6;
	const used = 1 + (hasLegs ? 2 : 0) + (hasSum ? 1 : 0);
	const hasGap = lines >= 3;
	const chart = Math.max(0, lines - used - (hasGap ? 1 : 0));
	return {hasLegs, hasSum, chart, hasGap};
};

/** What the blocks of all directions have in common. */
type BlockLook = {readonly table: LegTable; readonly label: number; readonly units: Units};

const legsOf = ({buy, sell, edge}: Direction, now: number): readonly Leg[] => {
	if (!edge) return [];
	const age = ({receivedAt}: BookView) =>
		receivedAt === null ? null : Math.max(0, now - receivedAt);
	return [
		{label: `buy on ${nameOf(buy)}`, walk: edge.buy, fee: edge.buyFee, ageMs: age(buy)},
		{label: `sell on ${nameOf(sell)}`, walk: edge.sell, fee: edge.sellFee, ageMs: age(sell)},
	];
};

const paintBlock = (
	theme: Theme,
	input: PaneInput,
	direction: Direction,
	lines: number,
	{table, label, units}: BlockLook,
	now: number,
): readonly string[] => {
	const inner = input.width - 2;
	const {hasLegs, hasSum} = planBlock(lines);
	const {edge} = direction;
	const legs = legsOf(direction, now).map((leg, index) =>
		paintLeg(theme, leg, table, label, index === 0 ? 'bid' : 'ask'),
	);
	return [
		paintDirection(theme, direction, input.edges.payingOf(direction), units, inner),
		...(hasLegs ? (legs.length > 0 ? legs : ['', '']) : []),
		...(hasSum ? [edge ? paintSum(theme, edge, units, inner) : ''] : []),
	];
};

/** What the blocks of these books have in common. */
const lookOf = ({view, edges, ui, book: {market}, width}: PaneInput): BlockLook => {
	const shapes = shapesOf(view.books);
	const money = amountShape(shapes, view.books, edges.sizeOf(ui.sizeStep) ?? zero);
	const [base, quote] = currenciesOf(market);
	const nameCells = directionCells(view.books);
	const units = {base, quote, money, sizeDecimals: shapes.size.decimals, nameCells};
	const label = Math.max(...view.books.map(book => nameOf(book).length)) + 'sell on '.length + 3;
	return {table: legTable(shapes, money, width - 2 - label - 1), label, units};
};

/** A screen this high tells other sizes, too. */
const sizesFrom = 26;
/** Where a chart is this high there is room for its time axis. */
const axisFrom = 3;

/** How the lines of several directions are spent. */
const planBlocks = (room: number, count: number) => {
	const sizes = room >= sizesFrom + 2 * count ? count + 1 : 0;
	const left = room - 1 - sizes;
	const withoutAxis = Math.max(1, Math.floor(left / count));
	const hasAxis = planBlock(Math.floor((left - 1) / count)).chart >= axisFrom;
	const each = hasAxis ? Math.floor((left - 1) / count) : withoutAxis;
	return {each, hasAxis, hasSizes: sizes > 0};
};

/** These directions one below the other, their charts to one scale; and other sizes of them where there is room. */
const paintBlocks = (
	theme: Theme,
	input: PaneInput,
	directions: readonly Direction[],
	room: number,
	now: number,
): readonly string[] => {
	const {view, edges, ui} = input;
	const inner = input.width - 2;
	const look = lookOf(input);
	const {each, hasAxis, hasSizes} = planBlocks(room, directions.length);
	const {hasLegs, chart, hasGap} = planBlock(each);
	const charts = directions.map((direction): ChartCells =>
		chartCells(edges.historyOf(direction, ui.sizeStep), now, inner),
	);
	const scale = scaleOf(charts, chart);
	const lines = [
		...(hasLegs ? [paintLegHeadings(theme, look.table, look.label)] : []),
		...directions.flatMap((direction, index) => [
			...paintBlock(theme, input, direction, each, look, now),
			...paintChart(theme, charts[index] ?? [], scale),
			...(hasAxis && index === directions.length - 1 ? [paintAxis(theme, inner)] : []),
			...(hasGap ? [''] : []),
		]),
	];
	if (!hasSizes) return lines;
	const {base} = look.units;
	const sizes = {view, edges, step: ui.sizeStep, base, width: inner, directions};
	return [...lines, ...paintSizes(theme, sizes)];
};

/** Lines of a direction that tell what it is made of, with a chart worth its room. */
const blockLines = 11;
const mostBlocks = 3;

/** Best first: those that can be traded whole. */
const bestOf = (directions: readonly Direction[]): readonly Direction[] =>
	directions
		.filter(({edge}) => edge?.isWhole)
		.toSorted((a, b) => (b.edge?.netShare ?? 0) - (a.edge?.netShare ?? 0));

/** Both ways between two exchanges; of more of them a table of all, and the best in detail; where there is no room for that, the best. */
export const paintWays = (
	theme: Theme,
	input: PaneInput,
	room: number,
	now: number,
): readonly string[] => {
	const {view, edges, ui} = input;
	const directions = edges.directions(view, ui.sizeStep);
	if (view.books.length === 2) return paintBlocks(theme, input, directions, room, now);
	const best = bestOf(directions);
	if (!hasRoomForMatrix(input, room)) {
		const listed = (best.length > 0 ? best : directions).slice(0, Math.max(1, room - 1));
		return paintBlocks(theme, input, listed, room, now);
	}
	const table = paintMatrix(theme, input, directions, best[0] ?? null);
	const left = room - table.length - 1;
	const count = Math.min(mostBlocks, Math.max(1, Math.floor((left - 1) / blockLines)));
	const shown = best.slice(0, count);
	return shown.length === 0 || left < 2
		? table
		: [...table, '', ...paintBlocks(theme, input, shown, left, now)];
};
