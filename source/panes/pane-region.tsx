import {useState} from 'react';
import type {Rect} from '../screen/compositor.js';
import {formatTime} from '../screen/format.js';
import {LiveRegion} from '../screen/live-region.js';
import {paintingOf} from '../screen/regions.js';
import type {Painting, Screen} from '../screen/screen.js';
import type {Theme} from '../screen/theme.js';
import type {BookKey, MarketView} from '../store/market-view.js';
import type {Pane, PaneInput, Pasts} from './pane.js';

/** What the pane itself finds. */
type Found = 'view' | 'book' | 'frozenSince' | 'selected' | 'money';

type Props = Omit<PaneInput, Found | keyof Pasts> & {
	readonly id: string;
	readonly screen: Screen;
	readonly theme: Theme;
	readonly pane: Pane;
	readonly bookKey: BookKey;
	/** Epoch milliseconds since which the screen is frozen; null while it is not. */
	readonly frozenAt: number | null;
	/** The view to show now: the newest, or the one at which the screen was frozen. */
	readonly getView: () => MarketView;
	/** Read at each paint. */
	readonly getPasts: () => Pasts;
};

const nothing: Painting = {lines: [], repaintAt: null};

/** Written out: to copy what is left of the properties takes as long as to paint some rows. */
const toInput = (
	props: Props,
	pasts: Pasts,
	{width, height}: Rect,
	shown: Pick<PaneInput, 'view' | 'book' | 'frozenSince'>,
): PaneInput => ({
	view: shown.view,
	book: shown.book,
	frozenSince: shown.frozenSince ?? null,
	edges: pasts.edges,
	heat: pasts.heat,
	flow: pasts.flow,
	vitals: pasts.vitals,
	markets: pasts.markets,
	ui: props.ui,
	isFocused: props.isFocused,
	place: props.place,
	wayBack: props.wayBack ?? null,
	hint: props.hint,
	width,
	height,
	narrowest: props.narrowest,
});

/** A pane's place on the screen, painted at the cadence. Frozen, it is painted as of then. */
export const PaneRegion = (props: Props) => {
	const {id, screen, theme, pane, bookKey, frozenAt} = props;
	const {width, height} = props;
	const [paintPane] = useState(() => pane.createPainter(theme));
	const paint = (rect: Rect, now: number): Painting => {
		const view = props.getView();
		const book = view.books.find(({key}) => key === bookKey);
		if (!book) return nothing;
		const frozenSince = frozenAt === null ? null : formatTime(frozenAt + book.wallAhead);
		const input = toInput(props, props.getPasts(), rect, {view, book, frozenSince});
		if (frozenAt === null) return paintPane(input, now);
		const painting = paintPane(input, frozenAt);
		return painting.rows ? paintingOf(painting.rows, null) : {...painting, repaintAt: null};
	};
	return <LiveRegion screen={screen} id={id} paint={paint} width={width} height={height} />;
};
