import {openBitstamp} from '../../simulator/bitstamp/exchange.js';
import {textsOf} from '../level-texts.js';
import {toStream} from '../served-stream.js';
import type {CreateVoice} from '../voice.js';
import {acceptLines} from './kit.js';

export const createBitstampVoice: CreateVoice = ({site, feed: find, book: bookOf}) => ({
	accept: acceptLines({
		path: '/',
		site,
		open: line =>
			openBitstamp(site, {
				find(kind, symbol) {
					const feed = find(`bitstamp ${kind}_${symbol}`);
					// Each message is the whole book.
					const whole =
						kind === 'order_book' ? () => bookOf(symbol) && (feed?.last() ?? null) : undefined;
					return feed && toStream(`${kind}_${symbol}`, feed, line, whole);
				},
			})(line),
	}),
	snapshot(symbol) {
		const book = bookOf(symbol);
		if (!book) return null;
		const microtimestamp = String(book.sequence);
		const timestamp = String(Math.floor(Number(book.sequence) / 1e6));
		return JSON.stringify({timestamp, microtimestamp, ...textsOf(book)});
	},
	time: () => null,
});
