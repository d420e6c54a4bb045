import {useState} from 'react';
import type {Rect} from '../screen/compositor.js';
import {formatTime} from '../screen/format.js';
import {LiveRegion} from '../screen/live-region.js';
import type {Painting, Screen} from '../screen/screen.js';
import type {Theme} from '../screen/theme.js';
import type {BookKey, MarketView} from '../store/market-view.js';
import type {FlowReader} from '../flow/flow-reader.js';
import type {MarketsReader} from '../markets/ranking.js';
import type {HeatReader} from '../heat/heat-reader.js';
import type {EdgeReader} from './edge/edge-tracker.js';
import type {VitalsReader} from './health/vitals.js';
import type {Pane, PaneInput} from './pane.js';

type Props = Omit<
	PaneInput,
	'view' | 'book' | 'edges' | 'heat' | 'flow' | 'vitals' | 'markets' | 'frozenSince'
> & {
	readonly id: string;
	readonly screen: Screen;
	readonly theme: Theme;
	readonly pane: Pane;
	readonly bookKey: BookKey;
	/** Epoch milliseconds since which the screen is frozen; null while it is not. */
	readonly frozenAt: number | null;
	/** The view to show now: the newest, or the one at which the screen was frozen. */
	readonly getView: () => MarketView;
	readonly getEdges: () => EdgeReader;
	readonly getHeat: () => HeatReader;
	readonly getFlow: () => FlowReader;
	readonly getVitals: () => VitalsReader;
	readonly getMarkets: () => MarketsReader;
};

const nothing: Painting = {lines: [], repaintAt: null};

/** A pane's place on the screen, painted at the cadence. Frozen, it is painted as of then. */
export const PaneRegion = (props: Props) => {
	const {id, screen, theme, pane, bookKey, frozenAt, ...others} = props;
	const {getView, getEdges, getHeat, getFlow, getVitals, getMarkets, ...rest} = others;
	const {width, height} = props;
	const [paintPane] = useState(() => pane.createPainter(theme));
	const paint = (rect: Rect, now: number): Painting => {
		const view = getView();
		const book = view.books.find(({key}) => key === bookKey);
		if (!book) return nothing;
		const {width, height} = rect;
		const frozenSince = frozenAt === null ? null : formatTime(frozenAt + book.wallAhead);
		const pasts = {
			edges: getEdges(),
			heat: getHeat(),
			flow: getFlow(),
			vitals: getVitals(),
			markets: getMarkets(),
		};
		const input = {...rest, ...pasts, view, book, frozenSince, width, height};
		if (frozenAt === null) return paintPane(input, now);
		return {...paintPane(input, frozenAt), repaintAt: null};
	};
	return <LiveRegion screen={screen} id={id} paint={paint} width={width} height={height} />;
};
