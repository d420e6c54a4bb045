import {clip, widthOf} from './cells.js';
import {bindings, type Binding, type Scope} from './keys.js';
import type {Size} from './screen.js';
import {glyphs, type Theme} from './theme.js';
import {views} from './views.js';

const legend = `${glyphs.ask} asks above, ${glyphs.bid} bids below the spread; ${glyphs.looseAsk} ${glyphs.looseBid} beyond what is known whole`;

const padTo = (text: string, width: number) =>
	text + ' '.repeat(Math.max(0, width - widthOf(text)));

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

/** Bindings in as many columns as it takes to stay within `rows`; words get shorter where columns are narrow. */
const toColumns = (
	rows: readonly HelpRow[],
	size: {readonly width: number; readonly rows: number; readonly isNarrow: boolean},
) => {
	const keyGap = size.isNarrow ? 1 : 2;
	const keysOf = ({shown, first}: HelpRow) => (size.isNarrow ? first : shown);
	const keysWidth = Math.max(...rows.map(row => widthOf(keysOf(row)))) + keyGap;
	const count = Math.ceil(rows.length / Math.max(1, size.rows));
	const perColumn = Math.ceil(rows.length / count);
	const widest = Math.max(...rows.map(({help}) => widthOf(help)));
	const width = Math.min(keysWidth + widest, Math.floor((size.width - 2 * (count - 1)) / count));
	const room = width - keysWidth;
	const cells = rows.map(row => ({
		keys: keysOf(row),
		text: clip(room < 24 ? row.label : row.help, room),
	}));
	return {cells, perColumn, count, keysWidth, width};
};

const isOfView = (scope: Scope) => views.some(view => view.scope === scope);

/** The keys of other views and the legend are told as well where all of it fits below each other. */
const choose = (table: readonly Binding[], scopes: readonly Scope[], rows: number) => {
	const here = helpRows(table.filter(({scope}) => scopes.includes(scope)));
	const all = helpRows(table.filter(({scope}) => scopes.includes(scope) || isOfView(scope)));
	const choices = [
		{listed: all, hasLegend: true, hasGap: true},
		{listed: all, hasLegend: true, hasGap: false},
		{listed: here, hasLegend: true, hasGap: true},
		{listed: here, hasLegend: true, hasGap: false},
	];
	// A line of each pane above and below stays in sight.
	const room = rows - 5;
	const fits = ({listed, hasGap}: (typeof choices)[number]) =>
		listed.length + 1 + (hasGap ? 1 : 0) <= room;
	return choices.find(fits) ?? {listed: here, hasLegend: false, hasGap: false};
};

/** The overlay's lines, framed: the keys that mean something where these scopes hold. */
export const helpLines = (
	theme: Theme,
	{columns, rows}: Size,
	scopes: readonly Scope[],
	table: readonly Binding[] = bindings,
): readonly string[] => {
	const isNarrow = columns < 64;
	const {listed, hasLegend, hasGap} = choose(table, scopes, rows);
	const columnsOfKeys = toColumns(listed, {
		width: columns - (isNarrow ? 6 : 8),
		rows: isNarrow ? rows - 2 : rows - 4 - (hasLegend ? 1 : 0) - (hasGap ? 1 : 0),
		isNarrow,
	});
	const {cells, perColumn, count, keysWidth, width} = columnsOfKeys;
	const tableWidth = width * count + 2 * (count - 1);
	// On a narrow screen it takes the whole width: slivers of the panes beside it would only confuse.
	const inner = Math.max(
		tableWidth,
		hasLegend ? Math.min(columns - 8, widthOf(legend)) : 0,
		isNarrow ? columns - 6 : 0,
	);
	const {frame, rule} = glyphs;
	const edge = (text: string) => theme.paint('focusFrame', text);
	const line = (text: string, cellsUsed: number) =>
		edge(frame.side) +
		'  ' +
		text +
		' '.repeat(Math.max(0, inner - cellsUsed)) +
		'  ' +
		edge(frame.side);
	const rowsOfKeys = Array.from({length: perColumn}, (_, row) => {
		const here = Array.from({length: count}, (_, column) => cells[column * perColumn + row]);
		const text = here.map(
			cell =>
				theme.paint('key', padTo(cell?.keys ?? '', keysWidth)) +
				padTo(cell?.text ?? '', width - keysWidth),
		);
		return line(text.join('  '), tableWidth);
	});
	const title = ' Keys ';
	const close = ' Esc closes ';
	const fill = inner + 4 - widthOf(title) - widthOf(close) - 2;
	return [
		edge(frame.topLeft + rule) +
			theme.paint('focusTitle', title) +
			edge(rule.repeat(Math.max(0, fill))) +
			theme.paint('label', close) +
			edge(rule + frame.topRight),
		...rowsOfKeys,
		...(hasLegend
			? [
					...(hasGap ? [line('', 0)] : []),
					line(theme.paint('label', clip(legend, inner)), Math.min(inner, widthOf(legend))),
				]
			: []),
		edge(frame.bottomLeft + rule.repeat(inner + 4) + frame.bottomRight),
	];
};
