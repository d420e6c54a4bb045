import {Box} from 'ink';
import {widthOf} from './cells.js';
import {LiveRegion} from './live-region.js';
import type {Screen, Size} from './screen.js';

type Props = {
	readonly screen: Screen;
	readonly size: Size;
	/** Rows of the panes, which begin below the header. */
	readonly paneRows: number;
	/** All of one width. */
	readonly lines: readonly string[];
};

/** Lines in the middle of the panes, which go on living around them; of the screen where they are too many. */
export const Overlay = ({screen, size, paneRows, lines}: Props) => (
	<Box
		position="absolute"
		marginTop={lines.length > paneRows ? 0 : 1}
		width={size.columns}
		height={lines.length > paneRows ? size.rows : paneRows}
		justifyContent="center"
		alignItems="center"
	>
		<LiveRegion
			screen={screen}
			id="overlay"
			paint={() => ({lines, repaintAt: null})}
			isOnTop
			flexShrink={0}
			width={widthOf(lines[0] ?? '')}
			height={lines.length}
		/>
	</Box>
);
