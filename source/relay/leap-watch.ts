import type {Clock} from '../clock.js';

/** The wall clock and ours part by so much at once only where one of them leapt. */
const leapMs = 2000;

/** Tells once of each time that our clock may not have run on as others did: it was set, or we were away. */
export const createLeapWatch = (clock: Pick<Clock, 'now' | 'wall' | 'sleeps'>) => {
	let ahead = clock.wall() - clock.now();
	let sleeps = clock.sleeps();
	return (): boolean => {
		const aheadNow = clock.wall() - clock.now();
		const sleepsNow = clock.sleeps();
		const hasLeapt = Math.abs(aheadNow - ahead) >= leapMs || sleepsNow !== sleeps;
		ahead = aheadNow;
		sleeps = sleepsNow;
		return hasLeapt;
	};
};
