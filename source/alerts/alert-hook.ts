import type {Alert} from './alert-rule.js';
import {toAlertEnvironment} from './alert-text.js';

/** Commands that may run at once: of one that never ends there are not more and more. */
const maxRunning = 8;

/** Runs a command with more in its environment; resolves with why it failed, null where it did not. */
export type RunCommand = (environment: Readonly<Record<string, string>>) => Promise<string | null>;

/** Runs a command for each alert; what goes wrong with it is told, and costs nothing else. */
export const createAlertHook = (run: RunCommand, complain: (text: string) => void) => {
	let running = 0;
	return (alert: Alert): void => {
		if (running >= maxRunning) {
			complain(`--on-alert was not run for "${alert.rule}": ${maxRunning} of it run already`);
			return;
		}
		running++;
		void run(toAlertEnvironment(alert))
			.catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
			.then(failure => {
				running--;
				if (failure !== null) complain(`--on-alert failed for "${alert.rule}": ${failure}`);
			});
	};
};
