import {Box, Text} from 'ink';
import {LiveRegion} from './live-region.js';
import type {Screen, Size} from './screen.js';

type Props = {
	readonly screen: Screen;
	readonly size: Size;
	/** All of one width. */
	readonly lines: readonly string[];
};

/** Lines in the middle of the screen, over the panes, which go on living around them. */
export const Overlay = ({screen, size, lines}: Props) => (
	<Box
		position="absolute"
		width={size.columns}
		height={size.rows}
		justifyContent="center"
		alignItems="center"
	>
		<LiveRegion screen={screen} id="overlay" paint={null} flexDirection="column" flexShrink={0}>
			{lines.map((line, row) => (
				<Text key={row} wrap="truncate">
					{line}
				</Text>
			))}
		</LiveRegion>
	</Box>
);
