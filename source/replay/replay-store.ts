import {createBookStore, type BookStore} from '../store/book-store.js';
import type {MarketView} from '../store/market-view.js';
import {replayTable} from '../store/status-table.js';

/** A store for the books of a capture, which goes on from a view where one is given. */
export const createReplayStore = (from?: MarketView): BookStore =>
	createBookStore(from, replayTable);
