import {existsSync} from 'node:fs';
import {signals} from './console.js';

/** A name that is being looked up, as Node calls it. */
const lookup = 'GetAddrInfoReqWrap';

/** What does nothing but end, in place of a program that would wait. */
const shell = '/bin/sh';

type Leaving = {
	/** What `process.exit` does last, behind all that listens for the end. */
	reallyExit(code: number): never;
	/** Puts another program in the place of this one; from Node 22.15 on, but not on Windows. */
	readonly execve?: (file: string, args: readonly string[], env: object) => void;
};

/**
 * Ends the program at its very end, where Node waits for names that are being looked up: for half a minute where no
 * server of names answers, and it hears no signal meanwhile. A signal that ends the program does so by itself then; else
 * a shell takes its place that ends with its code, and where Node knows no way to that, the next signal ends it.
 */
export const endAtOnce = (process: NodeJS.Process): void => {
	const leaving = process as unknown as Leaving;
	const leave = leaving.reallyExit.bind(process);
	leaving.reallyExit = code => {
		if (process.getActiveResourcesInfo().includes(lookup)) {
			for (const [signal] of signals) process.removeAllListeners(signal);
			const own = signals.find(([, signalled]) => signalled === code);
			if (own) process.kill(process.pid, own[0]);
			// Where there is none, Node would abort.
			else if (existsSync(shell)) leaving.execve?.(shell, ['sh', '-c', `exit ${code}`], {});
		}
		return leave(code);
	};
};
