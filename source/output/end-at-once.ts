import {signals} from './console.js';

/** A name that is being looked up, as Node calls it. */
const lookup = 'GetAddrInfoReqWrap';

/** What `process.exit` does last, behind all that listens for the end. */
type Leaving = {reallyExit(code: number): never};

/**
 * Lets signals end the program at its very end, where Node waits for names that are being looked up: for half a minute
 * where no server of names answers, and it hears no signal meanwhile. One that ends the program does so by itself then;
 * else the next one does.
 */
export const endAtOnce = (process: NodeJS.Process): void => {
	const leaving = process as unknown as Leaving;
	const leave = leaving.reallyExit.bind(process);
	leaving.reallyExit = code => {
		if (process.getActiveResourcesInfo().includes(lookup)) {
			for (const [signal] of signals) process.removeAllListeners(signal);
			const own = signals.find(([, signalled]) => signalled === code);
			if (own) process.kill(process.pid, own[0]);
		}
		return leave(code);
	};
};
