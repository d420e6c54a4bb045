import type {CommandIntent} from '../screen/intent.js';
import {controlReplay} from '../screen/replay-keys.js';
import type {ReplayControl} from '../screen/timeline.js';
import type {SizeChoice} from '../screen/ui-state.js';
import type {BookKey} from '../store/market-view.js';
import type {Effect} from './effect.js';

/** What the command does that shows the app. */
export type CommandPorts = {
	/** The user asked for a fresh snapshot of this book. */
	readonly onResync: (key: BookKey) => void;
	/** The user chose a fault. */
	readonly onFault?: (name: string) => void;
	/** The user opened the menu of markets: `setMarkets` fills it. */
	readonly onMarkets?: () => void;
	/** The user picked a market to see instead. */
	readonly onMarket?: (name: string) => void;
	/** The user wants to record, to put a marker or to save the screen. */
	readonly onCommand?: (intent: CommandIntent) => void;
	/** The user asked for the shell: `suspend` and stop the program. */
	readonly onSuspend?: () => void;
	/** The user asked for the demo, which is offered only while no exchange can be reached. */
	readonly onDemo?: () => void;
};

/** What is done to the terminal and to what is shown on it. */
export type ScreenPorts = {
	quit(): void;
	/** Clears the terminal and paints all of it. */
	repaint(): void;
	setMouse(isOn: boolean): void;
	/** See `Effect`. */
	timeNotice(ms: number): void;
	/** Of the edge. */
	setSizeStep(step: SizeChoice): void;
	follow(): void;
	jumpEdges(): void;
};

export type EffectPorts = {
	readonly command: CommandPorts;
	readonly screen: ScreenPorts;
	/** Null where the data is not a replay's. */
	readonly replay: ReplayControl | null;
};

/** Carries out what the model wants done. */
export const createEffectRunner =
	({command, screen, replay}: EffectPorts) =>
	(effect: Effect): void => {
		switch (effect.type) {
			case 'quit':
				return screen.quit();
			case 'repaint':
				return screen.repaint();
			case 'set-mouse':
				return screen.setMouse(effect.isOn);
			case 'time-notice':
				return screen.timeNotice(effect.ms);
			case 'set-size-step':
				return screen.setSizeStep(effect.step);
			case 'follow':
				return screen.follow();
			case 'jump-edges':
				return screen.jumpEdges();
			case 'suspend':
				return command.onSuspend?.();
			case 'demo':
				return command.onDemo?.();
			case 'list-markets':
				return command.onMarkets?.();
			case 'record':
			case 'marker':
			case 'save':
			case 'report':
				return command.onCommand?.(effect.type);
			case 'inject-fault':
				return command.onFault?.(effect.name);
			case 'switch-market':
				return command.onMarket?.(effect.name);
			case 'resync':
				return effect.keys.forEach(key => command.onResync(key));
			case 'control-replay':
				return replay ? controlReplay(replay, effect.intent) : undefined;
			case 'seek':
				return replay?.seek(effect.to);
		}
	};
