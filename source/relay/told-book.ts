import type {BookStore} from '../store/book-store.js';
import {
	initialHealth,
	type BookHealth,
	type BookKey,
	type BookStatus,
	type RelayHealth,
} from '../store/market-view.js';
import {repeatWrite} from '../store/store-writes.js';
import {moveHealth, type ToldHealth} from './health.js';
import type {Batch} from './messages.js';
import type {BookState} from './state.js';
import {breaksTape, createToldFills} from './told-fills.js';
import {moveWrite} from './writes.js';

type Port = {
	readonly key: BookKey;
	readonly store: BookStore;
	/** What the relay says of the book has changed. */
	readonly onSaid: () => void;
};

const nothingSaid: BookStatus = {status: 'connecting', reason: null, retryAt: null};

/** How the book's feed is doing, as its relay tells it. */
const createToldHealth = (key: BookKey, store: BookStore) => {
	let health: BookHealth = initialHealth;
	let countsOf: number | null = null;
	let relay: RelayHealth | null = null;
	return {
		takeHealth({health: told, rate, epoch}: ToldHealth, byMs: number) {
			health = moveHealth(told, byMs);
			countsOf = epoch;
			store.setRate(key, rate);
		},
		tellHealth(by: Omit<RelayHealth, 'countsOf'>) {
			relay = {...by, countsOf};
			store.setHealth(key, {...health, relay});
		},
		/** Nobody tells any more how it is doing: nothing is known of a link. */
		endHealth() {
			store.setRate(key, 0);
			if (health.connectedSince === null) return;
			health = {...health, connectedSince: null};
			store.setHealth(key, {...health, ...(relay && {relay})});
		},
	};
};

/** A book as a relay tells it, in a store of ours: its levels and fills, and where the relay says that it stands. */
export const createToldBook = ({key, store, onSaid}: Port) => {
	let said = nothingSaid;
	let hasBook = false;
	const fills = createToldFills();

	const say = (status: BookStatus, byMs: number) => {
		const {retryAt} = status;
		said = {...status, retryAt: retryAt === null ? null : retryAt + byMs};
		onSaid();
	};

	/** `byMs`: how far our clock is ahead of the relay's. */
	const restore = (state: BookState, byMs: number) => {
		const {facts, image, receivedAt, trades, status} = state;
		const at = (receivedAt ?? 0) + byMs;
		store.setFacts(key, facts);
		store.restore(key, image, at);
		if (fills.mayMiss(state)) store.breakTape(key);
		fills.told(trades);
		store.addTrades(key, trades, at);
		hasBook = image.sequence !== null;
		say(status, byMs);
	};

	const isSum = (sum: number | null): boolean => sum === null || store.sumOf(key) === sum;

	return {
		said: () => said,
		hasBook: () => hasBook,
		restore,
		/** Whether the book after it is the relay's. */
		take({writes, open, sum}: Batch, byMs: number): boolean {
			if (open?.state) restore(open.state, byMs);
			let differences = 0;
			for (const write of writes) {
				if (breaksTape(write)) store.breakTape(key);
				if (write.name === 'addTrades') fills.told(write.args[1]);
				if (write.name === 'setStatus') say(write.args[1], byMs);
				// Of the relay's book none differed.
				else if (write.name === 'audit') differences += store.audit(...write.args);
				else repeatWrite(store, moveWrite(write, byMs));
				if (write.name === 'apply') hasBook = true;
			}
			if (open) say(open.status, byMs);
			return differences === 0 && isSum(sum);
		},
		isSum,
		...createToldHealth(key, store),
	};
};

export type ToldBook = ReturnType<typeof createToldBook>;
