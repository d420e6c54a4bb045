import {Box, Text} from 'ink';
import {fitCells} from './cells.js';
import {LiveRegion} from './live-region.js';
import type {Screen, Size} from './screen.js';
import type {Theme} from './theme.js';

type Props = {
	readonly screen: Screen;
	readonly theme: Theme;
	readonly size: Size;
	/** Those that do not fit into the footer. */
	readonly lines: readonly string[];
};

/** The beginning of a long notice, right above the footer and over whatever is there. */
export const Notice = ({screen, theme, size, lines}: Props) => (
	<Box position="absolute" marginTop={size.rows - 1 - lines.length}>
		<LiveRegion screen={screen} id="notice" paint={null} flexDirection="column" flexShrink={0}>
			{lines.map((line, row) => (
				<Text key={row} wrap="truncate">
					{fitCells(` ${theme.paint('accent', line)}`, size.columns)}
				</Text>
			))}
		</LiveRegion>
	</Box>
);
