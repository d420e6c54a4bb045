import type {OrderBook} from '../../book/order-book.js';
import {openGate} from '../../simulator/gate/exchange.js';
import type {Line} from '../../simulator/kit/line.js';
import type {Stream} from '../../simulator/kit/streams.js';
import {textsOf} from '../level-texts.js';
import {toStream} from '../served-stream.js';
import {levelsIn, type CreateVoice, type VoicePort} from '../voice.js';
import {acceptLines} from './kit.js';

/** Of the topic that pushes the whole book first, and of the one that is laid on an answer by REST. */
const channels = {obu: 0, updates: 1};

const timeOf = ({exchangeTime}: OrderBook, {site}: VoicePort) => exchangeTime ?? site.time();

const toFull = (port: VoicePort, name: string): string | null => {
	const symbol = /^ob\.(.+)\.\d+$/.exec(name)?.[1] ?? '';
	const book = port.book(symbol, channels.obu);
	if (!book) return null;
	const {bids: b, asks: a} = textsOf(book);
	const t = timeOf(book, port);
	const result = {t, full: true, s: name, u: book.sequence, b, a};
	return JSON.stringify({channel: 'spot.obu', result, time_ms: t, event: 'update'});
};

const find = (
	port: VoicePort,
	line: Line,
	channel: string,
	payload: readonly string[],
): readonly (Stream | null)[] => {
	const isUpdates = channel === 'spot.order_book_update';
	// The second part of it is how often.
	const names = isUpdates ? payload.slice(0, 1) : payload;
	return names.map(name => {
		const feed = port.feed(`gate ${channel} ${name}`);
		const whole = channel === 'spot.obu' ? () => toFull(port, name) : undefined;
		return feed && toStream(`${channel} ${name}`, feed, line, whole);
	});
};

export const createGateVoice: CreateVoice = port => ({
	accept: acceptLines({
		path: '/ws/v4/',
		site: port.site,
		open: line =>
			openGate(port.site, (channel, payload) => find(port, line, channel, payload))(line),
	}),
	snapshot(symbol, url) {
		const book = port.book(symbol, channels.obu) ?? port.book(symbol, channels.updates);
		if (!book) return null;
		const time = timeOf(book, port);
		const {bids, asks} = textsOf(book, levelsIn(url, 'limit', 10));
		return JSON.stringify({id: book.sequence, current: time, update: time, asks, bids});
	},
	time: now => JSON.stringify({server_time: now}),
});
