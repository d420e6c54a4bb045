import type {Rect} from '../screen/compositor.js';
import {LiveRegion} from '../screen/live-region.js';
import type {Painting, Screen} from '../screen/screen.js';
import type {Theme} from '../screen/theme.js';
import {timelineLine} from '../screen/timeline-line.js';
import type {ReplayControl} from '../screen/timeline.js';

type Props = {
	readonly screen: Screen;
	readonly theme: Theme;
	readonly replay: ReplayControl;
	readonly width: number;
};

/** Where a replay stands, above the footer. */
export const Timeline = ({screen, theme, replay, width}: Props) => {
	const paint = (rect: Rect, now: number): Painting => ({
		lines: [timelineLine(theme, replay.getState(), rect.width)],
		repaintAt: (Math.floor(now / 1000) + 1) * 1000,
	});
	return <LiveRegion screen={screen} id="timeline" paint={paint} width={width} height={1} />;
};
