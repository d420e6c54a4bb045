import type {Alert} from '../alerts/alert-rule.js';
import {toAlertText} from '../alerts/alert-text.js';
import type {FollowAlerts} from '../alerts/follow-alerts.js';
import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';

/** Alerts that are kept for the screen. */
const maxKept = 20;

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

type Shown = Pick<BookStore, 'getView' | 'subscribe'>;

/** The views of one store after the other, for those who listen all the time. */
const createShown = (first: Shown) => {
	const listeners = new Set<() => void>();
	const tell = () => {
		for (const listener of listeners) listener();
	};
	let store = first;
	let unsubscribe = store.subscribe(tell);
	const views: Shown = {
		getView: () => store.getView(),
		subscribe(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
	return {
		views,
		change(other: Shown) {
			unsubscribe();
			store = other;
			unsubscribe = store.subscribe(tell);
			tell();
		},
		stop: () => unsubscribe(),
	};
};

/** The rules that are watched, whichever market the screen shows. */
export const createAppAlerts = ({follow, clock, sign, notify, log}: AppAlertsOptions) => {
	let kept: readonly Alert[] = [];
	let shown: ReturnType<typeof createShown> | null = null;
	let source: object | null = null;
	let unfollow = () => {};

	const tell = (alert: Alert) => {
		kept = [...kept, alert].slice(-maxKept);
		const text = toAlertText(alert);
		sign(text);
		notify(text);
		log(text, alert.time);
	};

	return {
		/**
		 * From now on the books of this store. Where they come from the same source as before, what has gone off of a
		 * book that is in both goes on as it was, and does not go off again.
		 */
		follow(store: Shown, of: object) {
			if (!follow) return;
			if (of === source) {
				shown?.change(store);
				return;
			}
			source = of;
			unfollow();
			const views = createShown(store);
			const end = follow(views.views, clock, tell);
			shown = views;
			unfollow = () => {
				end();
				views.stop();
			};
		},
		/** What went off lately, oldest first; the same list while nothing has. */
		recent: () => kept,
		stop: () => unfollow(),
	};
};
