import type {Clock} from '../clock.js';
import type {RawMode} from './raw-mode.js';

/** A terminal that has not answered by then does not. */
const giveUpMs = 10_000;
/** Raw mode is not given up sooner after the question: the shell would show the answer, or obey it. */
const answerMs = 1000;

/**
 * Asks the terminal what it is (DA1). Every one answers that, and in order: once the answer is there, none to an
 * earlier question comes any more.
 */
const attributesQuery = '\u001B[c';

export type AskingPorts = {
	readonly stdin: Pick<NodeJS.ReadStream, 'setRawMode'>;
	readonly stdout: Pick<NodeJS.WriteStream, 'write'>;
	readonly rawMode: Pick<RawMode, 'await' | 'answered'>;
	readonly clock: Pick<Clock, 'after'>;
};

/** Questions to the terminal, and how long their answers are awaited. */
export const createAsking = ({stdin, stdout, rawMode, clock}: AskingPorts) => {
	let isAsking = false;
	let stopWaiting = () => {};
	let cancelAsking = () => {};

	const end = () => {
		isAsking = false;
		cancelAsking();
		stopWaiting();
		rawMode.answered();
	};

	return {
		isAsking: () => isAsking,
		ask(question: string) {
			isAsking = true;
			// Otherwise the terminal would show its own answer.
			stdin.setRawMode(true);
			stdout.write(question + attributesQuery);
			rawMode.await(answerMs);
			cancelAsking = clock.after(giveUpMs, end);
		},
		/** Resolves when all is answered, or after so many milliseconds at most. */
		async wait(ms: number) {
			if (!isAsking) return;
			await new Promise<void>(resolve => {
				// While the screen is loaded nothing is read: what has come in that time is, before the end.
				let cancelWait = clock.after(ms, () => {
					cancelWait = clock.after(0, resolve);
				});
				stopWaiting = () => {
					cancelWait();
					resolve();
				};
			});
		},
		/** All is answered, or no answer comes any more. */
		end,
		/** Nothing is awaited any more. */
		cancel: () => cancelAsking(),
	};
};
