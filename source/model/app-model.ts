import type {AppState} from './app-state.js';
import type {Effect} from './effect.js';
import type {Seen} from './seen.js';
import {update, type AppEvent} from './update.js';

/** The one owner of the app's state. Whatever happens is told to it; whoever shows the state reads it here. */
export type AppModel = {
	getState(): AppState;
	/** Calls back after each change of the state. Returns unsubscribe. */
	subscribe(listener: () => void): () => void;
	/** The state is new, its effects are done and the listeners told when this returns. */
	dispatch(event: AppEvent): void;
};

export type AppModelOptions = {
	readonly first: AppState;
	/** What there is to see now. */
	readonly look: (state: AppState) => Seen;
	/** Carries an effect out; it may dispatch. */
	readonly run: (effect: Effect) => void;
};

export const createAppModel = ({first, look, run}: AppModelOptions): AppModel => {
	let state = first;
	const listeners = new Set<() => void>();
	return {
		getState: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		dispatch(event) {
			const before = state;
			const step = update(state, event, look(state));
			state = step.state;
			for (const effect of step.effects) run(effect);
			if (state !== before) for (const listener of listeners) listener();
		},
	};
};
