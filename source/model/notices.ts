import {cleanText} from '../screen/clean-text.js';
import {ask, chain, stay, type Step} from './step.js';

export type WithNotice = {
	/** Something to say for a while; null for nothing. */
	readonly notice: string | null;
	/** Whether it tells of a key: it is over with the next one. */
	readonly isOfKey: boolean;
};

/** How long something said stays on the screen. */
const noticeMs = 8000;

/** Says something in place of the keys for some seconds. */
export const say = <State extends WithNotice>(state: State, text: string): Step<State> =>
	ask(
		{...state, notice: cleanText(text, 300), isOfKey: false},
		{type: 'time-notice', ms: noticeMs},
	);

/** Says what came of a key, or why nothing did, until another one is pressed. */
export const sayWhy = <State extends WithNotice>(state: State, text: string): Step<State> =>
	chain(say(state, text), then => stay({...then, isOfKey: true}));

/** What was said of a key is over. */
export const dropWhy = <State extends WithNotice>(state: State): State =>
	state.isOfKey ? {...state, notice: null, isOfKey: false} : state;

/** Its time is over. */
export const fallSilent = <State extends WithNotice>(state: State): State =>
	state.notice === null ? state : {...state, notice: null, isOfKey: false};
