import type {Effect} from './effect.js';

/** What became of an event: the new state (the same one where nothing changed), and what is to be done, in order. */
export type Step<State> = {readonly state: State; readonly effects: readonly Effect[]};

export const stay = <State>(state: State): Step<State> => ({state, effects: []});

export const ask = <State>(state: State, ...effects: readonly Effect[]): Step<State> => ({
	state,
	effects,
});

/** Goes on from a step with another one. */
export const chain = <State>(
	{state, effects}: Step<State>,
	next: (state: State) => Step<State>,
): Step<State> => {
	const then = next(state);
	return effects.length === 0 ? then : {state: then.state, effects: [...effects, ...then.effects]};
};
