import type {Random} from '../../../source/random.js';
import type {BookStore} from '../../../source/store/book-store.js';
import type {BookKey, BookStatus} from '../../../source/store/market-view.js';
import type {FakeProcess} from '../../helpers/fake-process.js';
import type {MarketEvent, TrueMarket} from './true-market.js';

/** Milliseconds from the exchange to a relay, at the most. */
export const mostWayMs = 30;

export type SessionParts = {
	readonly market: TrueMarket;
	readonly process: FakeProcess;
	readonly random: Random;
	readonly key: BookKey;
	readonly store: BookStore;
	/** Of the world: what is on its way does not stop with the process. */
	readonly after: (ms: number, callback: () => void) => void;
};

/** A session that follows the true market as a proven one does: it is live only while nothing is missing. */
export const startMarketSession = ({market, process, random, key, store, after}: SessionParts) => {
	const {clock} = process;
	let connection = 0;
	let unlisten = () => {};
	let arriveAt = 0;

	const say = (status: BookStatus['status'], reason: string | null = null) => {
		store.setStatus(key, {status, reason, retryAt: null}, clock.now());
	};

	const take = ({change, trades}: MarketEvent) => {
		if (trades.length > 0) store.addTrades(key, trades, clock.now());
		store.apply(key, change, clock.now());
	};

	/** What is sent first comes first. */
	const send = (mine: number, action: () => void) => {
		arriveAt = Math.max(arriveAt, clock.now() + random() * mostWayMs);
		after(arriveAt - clock.now(), () => {
			process.deliver(() => {
				if (mine === connection) action();
			});
		});
	};

	const connect = () => {
		const mine = ++connection;
		clock.after(20 + random() * 200, () => {
			if (mine !== connection) return;
			say(store.getView().books[0]?.sequence == null ? 'syncing' : 'resyncing');
			const first = market.snapshot();
			unlisten = market.listen(event => {
				send(mine, () => {
					take(event);
				});
			});
			send(mine, () => {
				store.apply(key, first, clock.now());
				say('live');
			});
		});
	};

	store.add({key, exchange: 'binance', title: 'Binance', market: 'A/B', tickSize: null});
	connect();

	return {
		/** Its connection is lost, and comes again. */
		drop(ms: number) {
			unlisten();
			connection++;
			process.deliver(() => {
				say('reconnecting', 'the connection was closed');
			});
			clock.after(ms, connect);
		},
		stop() {
			unlisten();
			connection++;
		},
	};
};
