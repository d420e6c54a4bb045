import type {Clock} from '../clock.js';

/** Signs of life of one socket: when the newest came, and what was asked since. */
export const createSigns = (clock: Pick<Clock, 'now'>) => {
	let lastSign = clock.now();
	let pings = 0;
	let answersPings = false;
	return {
		/** Anything came. */
		heard(isPong: boolean) {
			lastSign = clock.now();
			pings = 0;
			answersPings ||= isPong;
		},
		/** We asked for one. */
		asked() {
			pings++;
		},
		silentMs: () => clock.now() - lastSign,
		get: () => ({lastSign, pings, answersPings}),
	};
};
