import type {Clock} from '../clock.js';
import {untilStopped} from '../output/console.js';
import type {TerminalInput} from './terminal-input.js';

/** As a signal tells of a terminal that is gone, and gives no answer. */
const hungUp = 129;

export type LoadingGuard = {
	/** Resolves at once; never where a signal has come: then no screen is to be shown any more. */
	goOn(): Promise<void>;
	/** To be called once the screen hears signals. */
	readonly onHeard: () => void;
};

/**
 * Ends the program on a signal that comes before there is a screen, but not before the terminal has answered what it was
 * asked: the shell would get that.
 */
export const guardLoading = (
	process: NodeJS.Process,
	clock: Clock,
	asking: Promise<Pick<TerminalInput, 'end'>>,
): LoadingGuard => {
	let state: 'loading' | 'ending' | 'shown' = 'loading';
	const end = async (code: number) => {
		if (state === 'shown') return;
		state = 'ending';
		if (code !== hungUp) await asking.then(terminal => terminal.end()).catch(() => undefined);
		process.exit(code);
	};
	void untilStopped(process, clock, undefined).then(end);
	return {
		goOn: () => (state === 'ending' ? new Promise(() => undefined) : Promise.resolve()),
		onHeard() {
			if (state === 'loading') state = 'shown';
		},
	};
};
