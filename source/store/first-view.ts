import {noTapeFacts} from '../book/joined-tape.js';
import {emptySide} from '../book/side-view.js';
import {initialHealth, type BookFacts, type BookView} from './market-view.js';

/**
 * What is shown of a book of which nothing is known yet. With the fields of the views after it, in the same order: of
 * objects of as many kinds as there are books, each field is looked up by its name whenever a view is made.
 */
export const toFirstView = (facts: BookFacts): BookView => ({
	key: facts.key,
	exchange: facts.exchange,
	title: facts.title,
	market: facts.market,
	tickSize: facts.tickSize,
	sizeStep: facts.sizeStep ?? null,
	status: 'connecting',
	reason: null,
	code: null,
	retryAt: null,
	sequence: null,
	exchangeTime: null,
	receivedAt: null,
	liveSince: null,
	wallAhead: 0,
	messagesPerSecond: 0,
	health: initialHealth,
	vouched: {bids: null, asks: null},
	bids: emptySide,
	asks: emptySide,
	trades: [],
	day: null,
	tapeFacts: noTapeFacts,
});
