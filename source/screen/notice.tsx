import {Box} from 'ink';
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
export const Notice = ({screen, theme, columns, top, lines}: Props) => {
	const painted = lines.map(line => fitCells(` ${theme.paint('accent', line)}`, columns));
	return (
		<Box position="absolute" marginTop={top}>
			<LiveRegion
				screen={screen}
				id="notice"
				paint={() => ({lines: painted, repaintAt: null})}
				isOnTop
				flexShrink={0}
				width={columns}
				height={lines.length}
			/>
		</Box>
	);
};
