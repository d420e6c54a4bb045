import {toAlertJson, toAlertText} from '../alerts/alert-text.js';
import type {FollowAlerts} from '../alerts/follow-alerts.js';
import type {Clock} from '../clock.js';
import {createClockTime} from '../output/clock-time.js';
import {exitCodes, type Console} from '../output/console.js';
import type {WatchedStore} from '../session/joined-sessions.js';

export type AlertPrinter = {
	/**
	 * Prints each alert, and logs it. Where the first one is to end the program, calls `onOver` at once, and resolves
	 * with the exit code; else never.
	 */
	follow(
		store: Pick<WatchedStore, 'getView' | 'subscribe'>,
		clock: Clock,
		onOver: () => void,
		/** @default nowhere */
		log?: (text: string, at: number) => void,
	): Promise<number>;
};

/** A line for each alert among the others. */
export const createAlertPrinter = (
	follow: FollowAlerts,
	console: Pick<Console, 'write'>,
	{isJson, endsIt}: {readonly isJson: boolean; readonly endsIt: boolean},
): AlertPrinter => {
	const clockTime = createClockTime();
	return {
		follow: (store, clock, onOver, log = () => undefined) =>
			new Promise(resolve => {
				let isOver = false;
				const stop = follow(store, clock, alert => {
					if (isOver) return;
					const text = toAlertText(alert);
					console.write(`${isJson ? toAlertJson(alert) : `${clockTime(alert.time)}  ${text}`}\n`);
					log(text, alert.time);
					if (!endsIt) return;
					isOver = true;
					onOver();
					resolve(exitCodes.alerted);
					// It may go off at the first look, before there is a way to stop it.
					queueMicrotask(() => stop());
				});
			}),
	};
};
