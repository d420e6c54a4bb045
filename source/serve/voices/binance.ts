import type {OrderBook} from '../../book/order-book.js';
import {parseAddress} from '../../simulator/binance/server.js';
import {serveBinanceSocket} from '../../simulator/binance/socket.js';
import type {Peer} from '../../simulator/peer.js';
import type {Subscribers} from '../../simulator/subscribers.js';
import type {Feed} from '../feeds.js';
import {textsOf} from '../level-texts.js';
import {cutReason} from '../served-stream.js';
import {levelsIn, type CreateVoice, type VoicePort} from '../voice.js';

/** What is wrapped in a message of a combined connection. */
const eventIn = (text: string): string => {
	const head = /^\s*\{\s*"stream"\s*:\s*"[^"]{1,100}"\s*,\s*"data"\s*:\s*/.exec(text)?.[0];
	return head === undefined ? text : text.slice(head.length, text.lastIndexOf('}')).trimEnd();
};

/** A book's changes may have been recorded at another pace than they are asked for. */
const feedOf = (port: VoicePort, stream: string): Feed | null => {
	const [, symbol] = /^([^@]+)@depth(@\d+ms)?$/.exec(stream) ?? [];
	const names =
		symbol === undefined
			? [stream]
			: ['@100ms', '', '@1000ms'].map(pace => `${symbol}@depth${pace}`);
	return names.map(port.feed).find(feed => feed !== null) ?? null;
};

/** Levels a side that snapshots are asked with: one as long as that may have been cut there. */
const usualLimits = [5000, 1000, 500, 100];

/** Levels a side to tell of those asked for: what lies beyond those that are known whole is no snapshot's. */
const mostOf = (book: OrderBook, asked: number): number => {
	const known = book.vouchedLevels();
	return known >= asked ? asked : (usualLimits.find(limit => limit <= known) ?? known);
};

const toSubscribers = (feed: Feed, socket: Peer): Subscribers => ({
	count: 0,
	tell: () => undefined,
	add: listener =>
		feed.follow({
			told: text => listener(eventIn(text)),
			// The ids in it tell what links.
			turned: () => undefined,
			cut: () => socket.close(1001, cutReason),
		}),
});

export const createBinanceVoice: CreateVoice = port => ({
	accept(url) {
		const address = parseAddress(url);
		if (!address) return null;
		const isMicro = /^microsecond$/i.test(url.searchParams.get('timeUnit') ?? '');
		return (socket, wire) => {
			const find = (stream: string) => {
				const feed = feedOf(port, stream);
				return feed && toSubscribers(feed, socket);
			};
			serveBinanceSocket({socket, wire, site: port.site, find, isMicro, ...address});
		};
	},
	snapshot(symbol, url) {
		const book = port.book(symbol);
		if (!book) return null;
		const levels = textsOf(book, mostOf(book, levelsIn(url, 'limit', 100)));
		return JSON.stringify({lastUpdateId: book.sequence, ...levels});
	},
	time: now => JSON.stringify({serverTime: now}),
});
