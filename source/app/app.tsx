import {Box} from 'ink';
import {useMarketView} from '../hooks/use-market-view.js';
import {useModel} from '../hooks/use-model.js';
import {useTerminalInput} from '../hooks/use-terminal-input.js';
import type {AppModel} from '../model/app-model.js';
import {footerOf, isOffline, keysOf, sceneOf} from '../model/scene.js';
import {Header} from '../panes/header.js';
import {Timeline} from '../panes/timeline.js';
import {Footer} from '../screen/footer.js';
import type {RecordingShown} from '../screen/recording-shown.js';
import type {Screen} from '../screen/screen.js';
import {TooSmall} from '../screen/too-small.js';
import type {ReplayControl} from '../screen/timeline.js';
import {toLive, type AlertedSource} from './live.js';
import {Overlays} from './overlays.js';
import {PaneRow} from './pane-row.js';

export type AppProps = {
	readonly model: AppModel;
	readonly screen: Screen;
	/** Null where the data is not a replay's. */
	readonly replay: ReplayControl | null;
	/** What goes off. */
	readonly alerted: AlertedSource;
	/** Null while nothing is recorded. */
	readonly getRecording: () => RecordingShown | null;
};

/** The root: lays out what the model says, and hands it what the user does. */
export const App = ({model, screen, replay, alerted, getRecording}: AppProps) => {
	const state = useModel(model);
	useTerminalInput(model.dispatch);
	const {size, shown, ui, theming} = state;
	const {source, mode, market} = shown;
	const keys = useMarketView(source, keysOf);
	const isDown = useMarketView(source, isOffline);
	const scene = sceneOf(state, {keys, isDown});
	const {columns, rows} = size;
	if (scene.plan.type === 'too-small') return <TooSmall screen={screen} size={size} />;
	const live = toLive(state, screen, alerted);
	return (
		// Nothing that was painted of another market stays. All of it is laid out and nothing drawn: to Ink it takes no room.
		<Box
			key={`${mode} ${market}`}
			position="absolute"
			flexDirection="column"
			width={columns}
			height={rows}
		>
			<Header
				{...live}
				getAlerts={alerted.get}
				getRecording={getRecording}
				market={market}
				mode={mode}
				ui={ui}
				offScreen={scene.offScreen}
				width={columns}
			/>
			<PaneRow live={live} state={state} scene={scene} slots={scene.plan.panes} />
			<Box height={scene.said.above.length} flexShrink={0} />
			{replay && <Timeline screen={screen} theme={theming.theme} replay={replay} width={columns} />}
			<Footer screen={screen} {...footerOf(state, scene, source.getView())} />
			<Overlays screen={screen} state={state} scene={scene} />
		</Box>
	);
};
