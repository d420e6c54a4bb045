import type {Sharing} from '../sharing.js';
import type {WireRules} from '../wire-rules.js';
import {toSymbol, topicOf} from './topics.js';

/** A request takes the place of the one before, so each market has a connection of its own. */
export const upbitSharing: Sharing = {
	// Its book and its trades.
	maxTopics: 2,
	// Five a second, and 100 a minute, from one address.
	sendEveryMs: 600,
	// It takes five; but each begins with a message, of which it takes 100 a minute.
	connects: {count: 3, withinMs: 1000},
	control: null,
	mark: sent => sent,
	unpack: message => message,
	readHeading(data) {
		const topic = topicOf(data);
		return topic === null ? {type: 'other'} : {type: 'topic', topic};
	},
};

/** The first field of this name, which is a time. */
const timeIn = (text: string): number | null =>
	Number(/"(?:timestamp|tms)"\s*:\s*(\d{1,16})/.exec(text)?.[1] ?? NaN) || null;

export const upbitWire: WireRules = {
	topicOf(text) {
		const topic = topicOf(text);
		return {name: topic === null ? 'other' : `upbit ${topic}`};
	},
	// A request takes the place of the one before.
	topicsLeft: sent => (/"codes"\s*:\s*\[/.test(sent) ? 'all' : []),
	topicsIn(sent) {
		const codes = /"type"\s*:\s*"orderbook"\s*,\s*"codes"\s*:\s*\[([^\]]{1,10000})\]/.exec(sent);
		const names = [...(codes?.[1] ?? '').matchAll(/"([^"]{1,100})"/g)];
		return names.map(([, code = '']) => `upbit orderbook ${toSymbol(code)}`);
	},
	bookOf(topic) {
		const symbol = /^upbit orderbook (.+)$/.exec(topic)?.[1];
		return symbol === undefined ? null : {symbol, channel: 0};
	},
	sequenceOf: timeIn,
	snapshotSymbol: url =>
		url.pathname.endsWith('/v1/orderbook') ? url.searchParams.get('markets') : null,
	snapshotSequence: body => (/^\s*\[\s*\{\s*"market"/.test(body) ? timeIn(body) : null),
};
