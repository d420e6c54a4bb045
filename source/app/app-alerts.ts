import type {Alert} from '../alerts/alert-rule.js';
import {toAlertText} from '../alerts/alert-text.js';
import type {FollowAlerts} from '../alerts/follow-alerts.js';
import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';

/** Alerts that are kept for the screen. */
const maxKept = 20;

/** How long the newest one is marked in the header. */
export const markMs = 60_000;

export type AppAlertsOptions = {
	/** Null where there are no rules. */
	readonly follow: FollowAlerts | null;
	/** By which the books are followed. */
	readonly clock: Clock;
	/** Draws attention to what is said. */
	readonly sign: (text: string) => void;
	/** Says it on the screen. */
	readonly notify: (text: string) => void;
	/** Writes it to the log. */
	readonly log: (text: string, at: number) => void;
};

/** The rules that are watched while the screen shows a market. */
export const createAppAlerts = ({follow, clock, sign, notify, log}: AppAlertsOptions) => {
	let kept: readonly Alert[] = [];
	let unfollow = () => {};

	const tell = (alert: Alert) => {
		kept = [...kept, alert].slice(-maxKept);
		const text = toAlertText(alert);
		sign(text);
		notify(text);
		log(text, alert.time);
	};

	return {
		/** From now on the books of this store, and not those of the one before. */
		follow(store: Pick<BookStore, 'getView' | 'subscribe'>) {
			unfollow();
			unfollow = follow?.(store, clock, tell) ?? (() => {});
		},
		/** What went off lately, oldest first; the same list while nothing has. */
		recent: () => kept,
		stop: () => unfollow(),
	};
};

export type AppAlerts = ReturnType<typeof createAppAlerts>;
