import {between, exponential, type Random} from '../random.js';

/** How many things the traders of a book do in the next 100 ms; null while nobody stirs. */
export type Tempo = () => number | null;

type Mood = 'quiet' | 'steady' | 'burst';

/**
 * Spells of steady trade, bursts of a second, and silences of several seconds. `liveliness` is 1
 * for a great market, where silences are rare and short.
 */
export const createTempo = (random: Random, liveliness: number): Tempo => {
	// Everybody stirs at first, so that whoever comes to look has a book at once.
	let mood: Mood = 'burst';
	let stepsLeft = 15;

	const turn = () => {
		const turned = random();
		if (mood !== 'steady') mood = 'steady';
		else mood = turned < 0.35 + 0.3 * liveliness ? 'burst' : 'quiet';
		const longest = {quiet: 90 - 75 * liveliness, steady: 160, burst: 15}[mood];
		stepsLeft = between(random, Math.ceil(longest / 3), Math.ceil(longest));
	};

	return () => {
		if (stepsLeft === 0) turn();
		stepsLeft--;
		if (mood === 'quiet') return null;
		if (mood === 'burst') return between(random, 5, 14 + Math.round(20 * liveliness));
		if (random() > 0.35 + 0.6 * liveliness) return 0;
		return Math.min(10, Math.floor(exponential(random, 1.5 + 4 * liveliness)));
	};
};
