import {createRandom, exponential, normal} from '../random.js';

/** What the market thinks a thing is worth, in ticks; each call is 100 ms later. */
export type FairPrice = () => number;

/** How far a step goes, in parts of the price: a fifth of a tick, within reason. */
const deviationOf = (startTicks: number) => Math.min(1.2e-4, Math.max(3e-5, 0.2 / startTicks));

/** A fifth up or down is as far as it strays, so that far levels stay far. */
const furthest = 0.2;

/**
 * A random walk that leans one way for some ten seconds, then another, and is drawn home over
 * hours.
 */
export const createFairPrice = (name: string, startTicks: number): FairPrice => {
	const random = createRandom(`${name} fair price`);
	const deviation = deviationOf(startTicks);
	let offset = 0;
	let drift = 0;
	let stepsOfDrift = 0;
	return () => {
		if (stepsOfDrift <= 0) {
			stepsOfDrift = exponential(random, 150);
			drift = normal(random) * 0.1 * deviation;
		}
		stepsOfDrift--;
		offset += drift + normal(random) * deviation - offset * 2e-5;
		offset = Math.min(furthest, Math.max(-furthest, offset));
		return startTicks * (1 + offset);
	};
};

/** What one exchange pays above the other, in ticks: 1 to 3, scaled up where a tick is next to nothing. */
export const createBasis = (name: string, grain: number): FairPrice => {
	const random = createRandom(`${name} basis`);
	let ticks = 2;
	return () => {
		ticks += normal(random) * 0.02 - (ticks - 2) * 0.001;
		ticks = Math.min(3, Math.max(1, ticks));
		return ticks * grain;
	};
};
