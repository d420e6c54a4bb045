import {clip, fitCells, widthOf} from './cells.js';
import {belowSign, cutSign} from './digits.js';
import type {Scope} from './intent.js';
import {bindings, type Binding} from './keys.js';
import {chromeRowsOf} from './layout.js';
import {frameOverlay} from './overlay-frame.js';
import type {Size} from './screen.js';
import {glyphs, type Theme} from './theme.js';
import {views} from './views.js';

/** What the signs in the tables say. */
const legend = [
	`${glyphs.ask} asks above, ${glyphs.bid} bids below the spread; ${glyphs.looseAsk} ${glyphs.looseBid} beyond what is vouched for`,
	`1.2${cutSign} has more digits, ${belowSign}0.1 is below 0.1, 9.2 M means millions`,
] as const;

/** A line of the help: bindings that follow each other with the same words are one. */
export type HelpRow = Pick<Binding, 'shown' | 'label' | 'help'> & {
	/** The first key of each. */
	readonly first: string;
};

/** Two lists of keys as one, each key once. */
const joinKeys = (a: string, b: string) => [...new Set(`${a} ${b}`.split(' '))].join(' ');

export const helpRows = (listed: readonly Binding[]): readonly HelpRow[] => {
	const rows: HelpRow[] = [];
	for (const {shown, label, help} of listed) {
		const last = rows.at(-1);
		const [first = ''] = shown.split(' ');
		if (last?.help !== help) rows.push({shown, first, label, help});
		else {
			const both = {shown: joinKeys(last.shown, shown), first: joinKeys(last.first, first)};
			rows.splice(-1, 1, {...last, ...both});
		}
	}
	return rows;
};

/** What the help tells; the richest first. */
type Choice = {
	readonly listed: readonly HelpRow[];
	/** Lines of it. */
	readonly legendRows: number;
	readonly hasGap: boolean;
};

const isOfView = (scope: Scope) => views.some(view => view.scope === scope);

/** The keys of other views and the legend are told as well where there is room for them. */
const choicesOf = (table: readonly Binding[], scopes: readonly Scope[]): readonly Choice[] => {
	const here = helpRows(table.filter(({scope}) => scopes.includes(scope)));
	const all = helpRows(table.filter(({scope}) => scopes.includes(scope) || isOfView(scope)));
	return [
		{listed: all, legendRows: 2, hasGap: true},
		{listed: all, legendRows: 2, hasGap: false},
		{listed: here, legendRows: 2, hasGap: true},
		{listed: here, legendRows: 2, hasGap: false},
		{listed: here, legendRows: 1, hasGap: false},
		{listed: here, legendRows: 0, hasGap: false},
	];
};

/** How a choice is laid out. */
type Plan = Choice & {
	readonly count: number;
	/** Keys by their first alone, and words by their label. */
	readonly isNarrow: boolean;
	/** Whether it has all of the panes' place, not a window in it. */
	readonly isWhole: boolean;
};

const keyCells = (listed: readonly HelpRow[], isNarrow: boolean) =>
	Math.max(...listed.map(({shown, first}) => widthOf(isNarrow ? first : shown))) +
	(isNarrow ? 1 : 2);

const perColumnOf = ({listed, count}: Plan) => Math.ceil(listed.length / count);

/** Lines of the overlay, its frame included. */
const heightOf = (plan: Plan) => 2 + perColumnOf(plan) + plan.legendRows + (plan.hasGap ? 1 : 0);

/** Cells of the overlay's columns where no word is cut. */
const widthAtEase = ({listed, count}: Plan) =>
	count * (keyCells(listed, false) + Math.max(...listed.map(({help}) => widthOf(help)))) +
	2 * (count - 1);

/**
 * A window with a line of each pane above and below in sight, in as few columns as it takes; where there is no
 * room for that the whole place of the panes: slivers of them around it would only confuse.
 */
const choosePlan = (
	choices: readonly Choice[],
	{columns, rows}: Size,
	paneRows: number,
	isNarrow: boolean,
): Plan => {
	const here = choices.at(-1) as Choice;
	if (isNarrow) {
		const count = Math.ceil(here.listed.length / Math.max(1, rows - 2));
		return {...here, count, isNarrow, isWhole: true};
	}
	const fits = (plan: Plan, height: number) => heightOf(plan) <= height;
	const windows = [1, 2, 3].flatMap(count =>
		choices.map((choice): Plan => ({...choice, count, isNarrow, isWhole: false})),
	);
	const found = windows.find(
		plan => fits(plan, paneRows - 2) && (plan.count === 1 || widthAtEase(plan) <= columns - 8),
	);
	if (found) return found;
	const wholes = choices
		.slice(-3)
		.map((choice): Plan => ({...choice, count: 1, isNarrow, isWhole: true}));
	const count = Math.ceil(here.listed.length / Math.max(1, paneRows - 2));
	return wholes.find(plan => fits(plan, paneRows)) ?? {...here, count, isNarrow, isWhole: true};
};

/** Bindings side by side; words get shorter where columns are narrow. */
const toColumns = (plan: Plan, wholeWidth: number) => {
	const {listed, count, isNarrow} = plan;
	const keysWidth = keyCells(listed, isNarrow);
	const widest = Math.max(...listed.map(({help}) => widthOf(help)));
	const width = Math.min(keysWidth + widest, Math.floor((wholeWidth - 2 * (count - 1)) / count));
	const room = width - keysWidth;
	const cells = listed.map(({shown, first, label, help}) => ({
		keys: isNarrow ? first : shown,
		text: clip(room < 24 ? label : help, room),
	}));
	return {cells, keysWidth, width};
};

/** The overlay's lines, framed: the keys that mean something where these scopes hold. */
export const helpLines = (
	theme: Theme,
	{columns, rows}: Size,
	scopes: readonly Scope[],
	table: readonly Binding[] = bindings,
): readonly string[] => {
	const isNarrow = columns < 64;
	const paneRows = rows - chromeRowsOf(scopes.includes('replay'));
	const plan = choosePlan(choicesOf(table, scopes), {columns, rows}, paneRows, isNarrow);
	const {count, legendRows, hasGap, isWhole} = plan;
	const perColumn = perColumnOf(plan);
	const {cells, keysWidth, width} = toColumns(plan, columns - (isWhole ? 6 : 8));
	const tableWidth = width * count + 2 * (count - 1);
	const inner = Math.max(
		tableWidth,
		Math.min(columns - 8, Math.max(0, ...legend.slice(0, legendRows).map(widthOf))),
		isWhole ? columns - 6 : 0,
	);
	const blankRows = isWhole ? Math.max(0, paneRows - heightOf(plan)) : 0;
	const rowsOfKeys = Array.from({length: perColumn}, (_, row) => {
		const here = Array.from({length: count}, (_, column) => cells[column * perColumn + row]);
		const text = here.map(
			cell =>
				theme.paint('key', fitCells(cell?.keys ?? '', keysWidth)) +
				fitCells(cell?.text ?? '', width - keysWidth),
		);
		return text.join('  ');
	});
	const frame = {title: ' Keys ', close: ' Esc closes ', inner, margin: 2};
	return frameOverlay(theme, frame, [
		...rowsOfKeys,
		...Array.from({length: blankRows}, () => ''),
		...(hasGap ? [''] : []),
		...legend.slice(0, legendRows).map(line => theme.paint('label', clip(line, inner))),
	]);
};
