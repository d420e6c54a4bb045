import type {Screen} from '../screen/screen.js';

/** The terminal, taken over and given back; each any number of times. */
export type TerminalHold = {
	/** For good, at once, and whatever else waits: for `exit`, signal and crash handlers. */
	restore(): void;
	/** Until `resume`. */
	suspend(): void;
	/** Takes it over again and paints all of it. */
	resume(): void;
};

export const createTerminalHold = (
	screen: Pick<Screen, 'enter' | 'restore'>,
	stdin: Pick<NodeJS.ReadStream, 'isTTY' | 'isRaw' | 'setRawMode'>,
): TerminalHold => ({
	restore() {
		screen.restore();
		// Ink turns raw mode off when it unmounts, which a crash does not wait for.
		if (stdin.isTTY && stdin.isRaw) stdin.setRawMode(false);
	},
	suspend() {
		screen.restore();
		if (stdin.isTTY) stdin.setRawMode(false);
	},
	resume() {
		if (stdin.isTTY) stdin.setRawMode(true);
		screen.enter();
	},
});
