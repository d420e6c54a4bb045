import type {Clock} from '../clock.js';

/** What goes on and on is said again after so long, in milliseconds. */
const againMs = 60_000;

/** Says each thing once a minute, however often it is said, and whatever is said between. */
export const sayOnce = (say: (words: string) => void, clock: Pick<Clock, 'now'>) => {
	const said = new Map<string, number>();
	return (words: string): void => {
		const now = clock.now();
		// Oldest first.
		for (const [other, at] of said) {
			if (now - at < againMs) break;
			said.delete(other);
		}
		if (said.has(words)) return;
		said.set(words, now);
		say(words);
	};
};
