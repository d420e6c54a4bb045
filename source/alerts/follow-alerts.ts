import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';
import type {Alert} from './alert-rule.js';
import type {Alerts} from './alerts.js';

/** How often rules are looked at while no book changes: those of what is not live know no other sign. */
const lookMs = 1000;

/** Follows a store with rules, and tells what goes off. Returns stop. */
export type FollowAlerts = (
	store: Pick<BookStore, 'getView' | 'subscribe'>,
	clock: Clock,
	tell: (alert: Alert) => void,
) => () => void;

/** Looks at each view of the books, and tells what goes off. Returns stop. */
export const followAlerts = (
	store: Pick<BookStore, 'getView' | 'subscribe'>,
	alerts: Pick<Alerts, 'look'>,
	clock: Pick<Clock, 'every'>,
	tell: (alert: Alert) => void,
): (() => void) => {
	const look = () => {
		for (const alert of alerts.look(store.getView().books)) tell(alert);
	};
	look();
	const stops = [store.subscribe(look), clock.every(lookMs, look)];
	return () => {
		for (const stop of stops) stop();
	};
};
