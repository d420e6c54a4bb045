import {exitCodes} from './terminal-free.js';

/** Gives the terminal back at once; any number of times. */
export type Restorable = {restore(): void};

/** However the program ends, the terminal is given back; what made it crash is said on it. */
export const guardScreen = (app: Restorable, process: NodeJS.Process): void => {
	const crash = (error: unknown) => {
		app.restore();
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(exitCodes.failed);
	};
	process.on('uncaughtException', crash);
	process.on('unhandledRejection', crash);
	process.on('exit', () => {
		app.restore();
	});
};
