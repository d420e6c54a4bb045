import {useState} from 'react';
import type {Alert} from '../alerts/alert-rule.js';
import type {Rect} from '../screen/compositor.js';
import {LiveRegion} from '../screen/live-region.js';
import type {RecordingShown} from '../screen/recording-shown.js';
import type {Painting, Screen} from '../screen/screen.js';
import type {Theme} from '../screen/theme.js';
import type {UiState} from '../screen/ui-state.js';
import type {MarketView} from '../store/market-view.js';
import {wantedOf} from './markets/markets-pane.js';
import {marketsSummary} from './markets/markets-summary.js';
import {headerFacts} from './header-facts.js';
import {paintHeader, type HeaderInput} from './header-line.js';
import {createKept} from './kept.js';
import type {OffScreen} from './off-screen.js';
import type {Pasts} from './pane.js';
import {nextSecond} from './remember.js';

type Props = {
	readonly screen: Screen;
	readonly theme: Theme;
	readonly getView: () => MarketView;
	/** As it is now, however frozen the screen is. */
	readonly getNewest: () => MarketView;
	readonly market: string;
	readonly mode: 'live' | 'demo' | 'replay';
	readonly getPasts: () => Pasts;
	/** What went off lately, oldest first. */
	readonly getAlerts: () => readonly Alert[];
	/** Null while nothing is recorded. */
	readonly getRecording: () => RecordingShown | null;
	/** What the panes show, and what of them there is no room for. */
	readonly ui: UiState;
	readonly offScreen: OffScreen;
	readonly frozenAt: number | null;
	readonly width: number;
};

/** The first line of the screen. */
export const Header = (props: Props) => {
	const {screen, theme, market, mode, ui, offScreen, frozenAt, width} = props;
	const summary = () => {
		if (ui.view !== 'markets') return null;
		const [markets, wanted] = [props.getPasts().markets, wantedOf(ui, market)];
		return marketsSummary(markets.rows(wanted), markets.ordered(wanted));
	};
	const [kept] = useState(() => createKept<readonly string[]>());
	const linesOf = (input: HeaderInput, now: number): readonly string[] => {
		const told = summary();
		if (told) return [paintHeader(theme, {...input, summary: told}, now)];
		return kept(headerFacts(theme, input, now), () => [paintHeader(theme, input, now)]);
	};
	const paint = (rect: Rect, now: number): Painting => {
		const input: HeaderInput = {
			market,
			mode,
			offScreen,
			frozenAt,
			sizeStep: ui.sizeStep,
			comparing: ui,
			view: props.getView(),
			newest: props.getNewest(),
			edges: props.getPasts().edges,
			alerts: props.getAlerts(),
			recording: props.getRecording(),
			width: rect.width,
		};
		return {lines: linesOf(input, now), repaintAt: nextSecond(now)};
	};
	return <LiveRegion screen={screen} id="header" paint={paint} width={width} height={1} />;
};
