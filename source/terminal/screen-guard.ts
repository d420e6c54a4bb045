import {crash, type Console} from '../output/console.js';

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
export const guardScreen = (app: Restorable, process: NodeJS.Process, console: Console): void => {
	const end = (error: unknown) => {
		app.restore();
		crash(process, console, error);
	};
	// Before whoever else says it: said under the screen, it would be gone with it.
	process.prependListener('uncaughtException', end);
	process.prependListener('unhandledRejection', end);
	process.on('exit', () => {
		app.restore();
	});
};
