import {Box, Text} from 'ink';
import {fitCells} from './cells.js';
import {LiveRegion} from './live-region.js';
import type {Screen} from './screen.js';
import type {Theme} from './theme.js';

type Props = {
	readonly screen: Screen;
	readonly theme: Theme;
	readonly columns: number;
	/** Rows of the screen above it. */
	readonly top: number;
	/** Those that do not fit into the footer. */
	readonly lines: readonly string[];
};

/** The beginning of a long notice, below the panes: those have left it the room. */
export const Notice = ({screen, theme, columns, top, lines}: Props) => (
	<Box position="absolute" marginTop={top}>
		<LiveRegion screen={screen} id="notice" paint={null} flexDirection="column" flexShrink={0}>
			{lines.map((line, row) => (
				<Text key={row} wrap="truncate">
					{fitCells(` ${theme.paint('accent', line)}`, columns)}
				</Text>
			))}
		</LiveRegion>
	</Box>
);
