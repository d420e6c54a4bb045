import type {Rect} from '../screen/compositor.js';
import {LiveRegion} from '../screen/live-region.js';
import type {Painting, Screen} from '../screen/screen.js';
import type {Theme} from '../screen/theme.js';
import type {UiState} from '../screen/ui-state.js';
import type {MarketView} from '../store/book-store.js';
import type {EdgeReader} from './edge/edge-tracker.js';
import {paintHeader} from './header-line.js';

type Props = {
	readonly screen: Screen;
	readonly theme: Theme;
	readonly getView: () => MarketView;
	readonly market: string;
	readonly mode: 'live' | 'demo' | 'replay';
	readonly getEdges: () => EdgeReader;
	readonly ui: UiState;
	readonly width: number;
};

/** The first line of the screen. */
export const Header = ({screen, theme, getView, getEdges, ui, width, ...props}: Props) => {
	const paint = (rect: Rect, now: number): Painting => ({
		lines: [
			paintHeader(
				theme,
				{...props, view: getView(), edges: getEdges(), ui, width: rect.width},
				now,
			),
		],
		repaintAt: (Math.floor(now / 1000) + 1) * 1000,
	});
	return <LiveRegion screen={screen} id="header" paint={paint} width={width} height={1} />;
};
