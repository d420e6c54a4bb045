import {exitCodes} from '../output/console.js';

/** Whether the terminal says of itself that it cannot draw a full screen. On Windows it says nothing. */
export const lacksScreen = ({
	env,
	platform,
}: {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly platform: NodeJS.Platform;
}): boolean => {
	const name = env['TERM'] ?? '';
	return name === 'dumb' || (name === '' && platform !== 'win32');
};

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
