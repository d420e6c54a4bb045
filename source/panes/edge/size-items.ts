import {
	compareDecimals,
	formatDecimal,
	parseDecimal,
	type Decimal,
} from '../../book/fixed-point.js';
import type {SizeChoice} from '../../book/trade-size.js';
import {typedSize, type MenuItem} from '../../screen/menu-list.js';
import type {MarketView} from '../../store/market-view.js';
import {directionText} from './edge-block.js';
import type {EdgeReader} from './edge-tracker.js';

/** Steps that are offered at the most. */
const mostSteps = 24;

/** The sizes worth a place: the best and the last of each way that pays, and the steps between which the keys go. */
export const sizeItems = (
	edges: EdgeReader,
	view: MarketView,
	now: SizeChoice,
): readonly MenuItem[] => {
	const found = new Map<string, {readonly size: Decimal; readonly help: string}>();
	const add = (size: Decimal | null | undefined, help: string) => {
		const name = size && formatDecimal(size);
		if (size && name && !found.has(name)) found.set(name, {size, help});
	};
	for (const direction of edges.directions(view, now)) {
		const paying = edges.payingOf(direction);
		add(paying?.best?.size, `earns most: ${directionText(direction)}`);
		add(paying?.most?.size, `the largest that pays: ${directionText(direction)}`);
	}
	add(edges.sizeOf(now), 'the size now');
	const {least, most} = edges.stepsIn(view);
	for (let step = Math.max(least, most - mostSteps); step <= most; step++)
		add(edges.sizeOf(step), '');
	return [...found.values()]
		.toSorted((a, b) => compareDecimals(a.size, b.size))
		.map(({size, help}) => ({name: formatDecimal(size), help}));
};

/** The size as the menu names it; null before there is one. */
export const sizeName = (edges: EdgeReader, now: SizeChoice): string | null => {
	const size = edges.sizeOf(now);
	return size && formatDecimal(size);
};

/** What was typed, as a choice; null where it is no size. */
export const typedChoice = (text: string): Decimal | null => {
	const size = typedSize(text);
	return size === null ? null : parseDecimal(size);
};
