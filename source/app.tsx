import {Box, Text} from 'ink';
import {useReducer, useRef} from 'react';
import {useIntents} from './hooks/use-intents.js';
import {useMarketView, type ViewSource} from './hooks/use-market-view.js';
import {useSize} from './hooks/use-size.js';
import {DepthPane} from './panes/depth/depth-pane.js';
import {extentOf} from './panes/extent.js';
import {Header} from './panes/header.js';
import {Footer} from './screen/footer.js';
import {HelpOverlay} from './screen/help.js';
import type {Intent, Scope} from './screen/keys.js';
import {layout, minSize} from './screen/layout.js';
import type {Screen} from './screen/screen.js';
import type {Theme} from './screen/theme.js';
import {describeSettings, initialUiState, reduceUi} from './screen/ui-state.js';
import type {BookKey, MarketView} from './store/book-store.js';

export type AppProps = {
	readonly screen: Screen;
	readonly theme: Theme;
	readonly source: ViewSource;
	readonly market: string;
	readonly mode: 'live' | 'demo';
	readonly now: () => number;
	readonly onQuit: () => void;
	readonly onResync: (key: BookKey) => void;
	/** Where it is given, a key offers the demo while no exchange can be reached. */
	readonly onDemo: (() => void) | null;
};

/** Keys of the books, one a line: what React has to know of a view. */
const keysOf = (view: MarketView) => view.books.map(({key}) => key).join('\n');

/** Whether no exchange can be reached: nothing to do but wait, or to look at the demo. */
const isOffline = ({books}: MarketView) =>
	books.length > 0 && books.every(({status}) => status === 'reconnecting' || status === 'failed');

const scopesOf = (isHelpOpen: boolean, isDemoOffered: boolean): readonly Scope[] => {
	if (isHelpOpen) return ['overlay', 'everywhere'];
	return isDemoOffered ? ['offline', 'panes', 'everywhere'] : ['panes', 'everywhere'];
};

/** The root: one view, one UI state, panes laid out, one overlay. */
export const App = (props: AppProps) => {
	const {screen, theme, source, market, mode, now, onQuit, onResync, onDemo} = props;
	const [ui, dispatch] = useReducer(reduceUi, initialUiState);
	const size = useSize(screen);
	const keys = useMarketView(source, keysOf).split('\n');
	const isDemoOffered = useMarketView(source, isOffline) && onDemo !== null && mode !== 'demo';
	const frozen = useRef<MarketView | null>(null);
	const getView = () => frozen.current ?? source.getView();
	const count = keys.length;
	const focus = Math.min(ui.focus, count - 1);
	const plan = layout({...size, count, focus, isZoomed: ui.isZoomed});

	const handleIntent = (intent: Intent) => {
		const key = keys[focus] ?? '';
		if (intent === 'quit') return onQuit();
		if (intent === 'resync') return onResync(key);
		if (intent === 'demo') return onDemo?.();
		if (intent === 'freeze') frozen.current = frozen.current ? null : source.getView();
		const extent = extentOf(getView(), key, ui, count, size.rows - 2);
		dispatch({intent, extent, at: now()});
	};
	useIntents(scopesOf(ui.isHelpOpen, isDemoOffered), handleIntent);

	const {columns, rows} = size;
	if (plan.type === 'too-small')
		return (
			<Box width={columns} height={rows}>
				<Text>{`needs ${minSize.columns}×${minSize.rows}, has ${columns}×${rows}`}</Text>
			</Box>
		);
	const live = {screen, theme, getView};
	const isAlone = plan.panes.length === 1;
	const placeOf = (index: number) =>
		isAlone && count > 1 ? `${index + 1}/${count}` : `${index + 1}`;
	const hint = isDemoOffered ? 'press D for the built-in demo' : '';
	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Header {...live} market={market} mode={mode} frozenAt={ui.frozenAt} width={columns} />
			<Box height={plan.height}>
				{plan.panes.map(({index, width}) => (
					<DepthPane
						key={`${mode} ${keys[index]}`}
						{...live}
						bookKey={keys[index] ?? ''}
						ui={ui}
						isFocused={index === focus}
						place={placeOf(index)}
						hint={hint}
						width={width}
						height={plan.height}
					/>
				))}
			</Box>
			<Footer
				theme={theme}
				width={columns}
				settings={describeSettings(ui)}
				isDemoOffered={isDemoOffered}
			/>
			{ui.isHelpOpen && (
				<HelpOverlay screen={screen} theme={theme} size={size} isDemoOffered={isDemoOffered} />
			)}
		</Box>
	);
};
