import type {Clock} from '../clock.js';

/** Signs of life of one socket: when the newest came, and what was asked since. */
export const createSigns = (clock: Pick<Clock, 'now'>) => {
	let lastSign = clock.now();
	let pings = 0;
	let answersPings = false;
	return {
		/** Anything came, or was told later, of a connection that was heard last at `heardAt`. */
		heard(isPong: boolean, heardAt?: number) {
			answersPings ||= isPong;
			if (heardAt === undefined) [lastSign, pings] = [clock.now(), 0];
			else lastSign = Math.min(lastSign, heardAt);
		},
		/** We asked for one. */
		asked() {
			pings++;
		},
		silentMs: () => clock.now() - lastSign,
		get: () => ({lastSign, pings, answersPings}),
	};
};
