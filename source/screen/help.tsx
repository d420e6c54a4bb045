import {Box, Text} from 'ink';
import {clip, widthOf} from './cells.js';
import {bindings, type Binding} from './keys.js';
import {LiveRegion} from './live-region.js';
import type {Screen, Size} from './screen.js';
import {glyphs, type Theme} from './theme.js';

const legend = `${glyphs.ask} asks above, ${glyphs.bid} bids below the spread; changes light up and fade`;

const padTo = (text: string, width: number) =>
	text + ' '.repeat(Math.max(0, width - widthOf(text)));

type Cell = {readonly keys: string; readonly text: string};

/** Bindings in as many columns as it takes to stay within `rows`; words get shorter where columns are narrow. */
const toColumns = (
	rows: readonly Binding[],
	size: {readonly width: number; readonly rows: number},
) => {
	const keysWidth = Math.max(...rows.map(({shown}) => widthOf(shown)));
	const count = Math.ceil(rows.length / Math.max(1, size.rows));
	const perColumn = Math.ceil(rows.length / count);
	const widest = Math.max(...rows.map(({help}) => widthOf(help)));
	const width = Math.min(
		keysWidth + 2 + widest,
		Math.floor((size.width - 2 * (count - 1)) / count),
	);
	const room = width - keysWidth - 2;
	const cells = rows.map(({shown, help, label}): Cell => ({
		keys: shown,
		text: room < 24 ? clip(label, room) : clip(help, room),
	}));
	return {cells, perColumn, count, keysWidth, width};
};

/** The overlay's lines, framed; pure, so that its look can be tested. */
export const helpLines = (
	theme: Theme,
	{columns, rows}: Size,
	isDemoOffered: boolean,
): readonly string[] => {
	const listed = bindings.filter(
		({scope, intent}) => intent !== 'close' && (scope !== 'offline' || isDemoOffered),
	);
	const hasLegend = rows >= 24;
	const table = toColumns(listed, {width: columns - 8, rows: rows - 4 - (hasLegend ? 2 : 0)});
	const {cells, perColumn, count, keysWidth, width} = table;
	const tableWidth = width * count + 2 * (count - 1);
	// On a narrow screen it takes the whole width: slivers of the panes beside it would only confuse.
	const inner = Math.max(
		tableWidth,
		hasLegend ? Math.min(columns - 8, widthOf(legend)) : 0,
		columns < 64 ? columns - 6 : 0,
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
				theme.paint('key', padTo(cell?.keys ?? '', keysWidth + 2)) +
				padTo(cell?.text ?? '', width - keysWidth - 2),
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
					line('', 0),
					line(theme.paint('label', clip(legend, inner)), Math.min(inner, widthOf(legend))),
				]
			: []),
		edge(frame.bottomLeft + rule.repeat(inner + 4) + frame.bottomRight),
	];
};

type Props = {
	readonly screen: Screen;
	readonly theme: Theme;
	readonly size: Size;
	readonly isDemoOffered: boolean;
};

/** All keys, over the panes, which go on living around it. */
export const HelpOverlay = ({screen, theme, size, isDemoOffered}: Props) => {
	const lines = helpLines(theme, size, isDemoOffered);
	return (
		<Box
			position="absolute"
			width={size.columns}
			height={size.rows}
			justifyContent="center"
			alignItems="center"
		>
			<LiveRegion screen={screen} id="help" paint={null} flexDirection="column" flexShrink={0}>
				{lines.map((line, row) => (
					<Text key={row} wrap="truncate">
						{line}
					</Text>
				))}
			</LiveRegion>
		</Box>
	);
};
