import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';
import type {MarketView} from '../store/market-view.js';
import type {Session} from './session.js';
import {cadenceMs} from './shown-store.js';

/** What shows books, of one market or of many. */
export type WatchedStore = Pick<BookStore, 'publish' | 'getView' | 'subscribe' | 'followStatus'>;

/** The books of several stores as one view, in the order of the stores; the same one while none of them is new. */
const createJoinedView = (all: () => readonly Pick<WatchedStore, 'getView'>[]) => {
	let parts: readonly MarketView[] = [];
	let view: MarketView = {lastUpdate: 0, books: []};
	return (): MarketView => {
		const now = all().map(store => store.getView());
		if (now.every((part, index) => part === parts[index]) && now.length === parts.length)
			return view;
		parts = now;
		const lastUpdate = Math.max(0, ...parts.map(part => part.lastUpdate));
		view = {lastUpdate, books: parts.flatMap(({books}) => books)};
		return view;
	};
};

/**
 * The books of stores that come and go, as one view. Its listeners are called once a cadence, however many of them have
 * news.
 */
export const joinViews = (
	all: () => readonly Pick<WatchedStore, 'getView'>[],
	clock: Pick<Clock, 'every'>,
) => {
	const getView = createJoinedView(all);
	const listeners = new Set<() => void>();
	let told = getView();
	const tell = () => {
		const view = getView();
		if (view === told) return;
		told = view;
		for (const listener of listeners) listener();
	};
	const stop = clock.every(cadenceMs, tell);
	return {
		getView,
		tell,
		stop,
		subscribe(listener: () => void) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};

/**
 * Shows the books of several sessions as those of one. Its listeners are called once a cadence, however many of
 * them have news: `clock` is the one that the sessions share. Returns the store and stop.
 */
export const joinStores = (sessions: readonly Pick<Session, 'store'>[], clock: Clock) => {
	const stores = sessions.map(({store}) => store);
	const {getView, tell, stop, subscribe} = joinViews(() => stores, clock);
	const store: WatchedStore = {
		publish() {
			for (const one of stores) one.publish();
			tell();
		},
		getView,
		subscribe,
		followStatus(listener) {
			const stops = stores.map(one => one.followStatus(listener));
			return () => {
				for (const end of stops) end();
			};
		},
	};
	return {store, stop};
};
