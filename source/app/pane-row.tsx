import {Box} from 'ink';
import type {AppState} from '../model/app-state.js';
import type {Scene} from '../model/scene.js';
import {PaneRegion} from '../panes/pane-region.js';
import {keyOf} from '../screen/keys.js';
import type {PaneSlot} from '../screen/layout.js';
import type {Live} from './live.js';

type Props = {
	readonly live: Live;
	readonly state: AppState;
	readonly scene: Scene;
	readonly slots: readonly PaneSlot[];
};

/** The panes of the view, side by side. */
export const PaneRow = ({live, state, scene, slots}: Props) => {
	const {ui, shown, setup, theming} = state;
	const {pane, keys, focus, count, offers, paneRows} = scene;
	const narrowest = Math.min(...slots.map(({width}) => width));
	const isAlone = slots.length === 1;
	const isActive = (index: number) => pane.per === 'market' || index === focus;
	const wayBack = keyOf(setup.bindings, 'recentre').split(' ').join(' or ');
	const placeOf = (index: number) =>
		isAlone && count > 1 ? `${index + 1}/${count}` : `${index + 1}`;
	return (
		<Box height={paneRows}>
			{slots.map(({index, width}) => (
				<PaneRegion
					// A painter keeps what it painted: another theme has a new one.
					key={`${ui.view} ${keys[index]} ${theming.theme.name} ${shown.jumps}`}
					id={`${ui.view} ${index}`}
					{...live}
					pane={pane}
					bookKey={keys[pane.per === 'book' ? index : focus] ?? ''}
					ui={ui}
					isFocused={isActive(index)}
					place={placeOf(index)}
					wayBack={ui.scroll !== 0 && isActive(index) ? wayBack : null}
					hint={offers.demo ? `press ${keyOf(setup.bindings, 'demo')} for the built-in demo` : ''}
					width={width}
					narrowest={narrowest}
					height={paneRows}
				/>
			))}
		</Box>
	);
};
