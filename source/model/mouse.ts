import {sayWhy, type WithNotice} from './notices.js';
import {ask, chain, type Step} from './step.js';

export type WithMouse = {
	/** Whether the terminal tells of the mouse. */
	readonly hasMouse: boolean;
};

/** The user wants the mouse off, to select text, or on again. */
export const toggleMouse = <State extends WithMouse & WithNotice>(state: State): Step<State> => {
	const isOn = !state.hasMouse;
	const words = isOn ? 'the mouse is on' : 'the mouse is off: text can be selected';
	const toggled: State = {...state, hasMouse: isOn};
	return chain(ask(toggled, {type: 'set-mouse', isOn}), then => sayWhy(then, words));
};
