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

/**
 * Levels a side to tell of those asked for: what lies beyond those that are known whole is no snapshot's. Null where so
 * few are known that an answer of them would pass for the whole book.
 */
const mostOf = (book: OrderBook, asked: number): number | null => {
	const known = book.vouchedLevels();
	return known >= asked ? asked : (usualLimits.find(limit => limit <= known) ?? null);
};

/** A recorded snapshot with as many levels as are asked for; null where it is none. */
const shorten = (recorded: string, asked: number): string | null => {
	try {
		const {lastUpdateId, bids, asks} = JSON.parse(recorded) as Readonly<Record<string, unknown>>;
		if (!Array.isArray(bids) || !Array.isArray(asks)) return null;
		return JSON.stringify({lastUpdateId, bids: bids.slice(0, asked), asks: asks.slice(0, asked)});
	} catch {
		// It is what the capture has, which may be anything.
		return null;
	}
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
		const asked = levelsIn(url, 'limit', 100);
		const most = mostOf(book, asked);
		if (most === null) {
			// It is older than the book, but whoever has heard all since then can use it.
			const recorded = port.recorded(symbol);
			return recorded === null ? null : shorten(recorded, asked);
		}
		const levels = textsOf(book, most);
		return JSON.stringify({lastUpdateId: book.sequence, ...levels});
	},
	time: now => JSON.stringify({serverTime: now}),
});
