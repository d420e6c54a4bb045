import {useState} from 'react';
import type {Rect} from '../../screen/compositor.js';
import {LiveRegion} from '../../screen/live-region.js';
import type {Painting} from '../../screen/screen.js';
import {createDepthPainter} from './depth-painter.js';
import type {PaneProps} from '../pane.js';

const nothing: Painting = {lines: [], repaintAt: null};

/** One book's table of levels. */
export const DepthPane = ({
	screen,
	theme,
	getView,
	bookKey,
	width,
	height,
	...props
}: PaneProps) => {
	const [paintDepth] = useState(() => createDepthPainter(theme));
	const {ui, isFocused, place, hint} = props;
	const paint = (rect: Rect, now: number): Painting => {
		const book = getView().books.find(({key}) => key === bookKey);
		if (!book) return nothing;
		const input = {book, ui, isFocused, place, hint, width: rect.width, height: rect.height};
		if (ui.frozenAt === null) return paintDepth(input, now);
		return {...paintDepth(input, ui.frozenAt), repaintAt: null};
	};
	return <LiveRegion screen={screen} id={bookKey} paint={paint} width={width} height={height} />;
};
