import {cleanText} from '../screen/clean-text.js';
import {ask, type Step} from './step.js';

export type WithNotice = {
	/** Something to say for a while; null for nothing. */
	readonly notice: string | null;
};

/** How long something said stays on the screen. */
const noticeMs = 8000;

/** Says something in place of the keys for some seconds. */
export const say = <State extends WithNotice>(state: State, text: string): Step<State> =>
	ask({...state, notice: cleanText(text, 300)}, {type: 'time-notice', ms: noticeMs});

/** Its time is over. */
export const fallSilent = <State extends WithNotice>(state: State): State =>
	state.notice === null ? state : {...state, notice: null};
