import {serveHuobiSocket} from '../../simulator/huobi/socket.js';
import {prompt, type HuobiTopic} from '../../simulator/huobi/topic.js';
import type {HuobiPath} from '../../simulator/huobi/topics.js';
import type {Peer} from '../../simulator/peer.js';
import type {Feed} from '../feeds.js';
import {textsOf, toNumberPairs} from '../level-texts.js';
import {cutReason} from '../served-stream.js';
import type {CreateVoice, VoicePort} from '../voice.js';

const paths: Readonly<Record<string, HuobiPath>> = {'/ws': 'ws', '/feed': 'feed'};

const mbp = /^market\.([^.]+)\.mbp\.\d+$/;

/** Each of its pushes is a whole book, which is followed on the second of the exchange's channels. */
const step0 = /^market\.([^.]+)\.depth\.step0$/;

/** The newest push, as long as it is known to be the book. */
const lastOf = (port: VoicePort, name: string, feed: Feed): string | null => {
	const symbol = step0.exec(name)?.[1];
	return symbol === undefined || port.book(symbol, 1) ? feed.last() : null;
};

const isServedOn = (path: HuobiPath, name: string): boolean => mbp.test(name) === (path === 'feed');

/** The whole book as an answer; null while there is none. */
const toBook = (port: VoicePort, name: string, feed: Feed): string | null => {
	const symbol = mbp.exec(name)?.[1];
	// Each push of the others holds what an answer does.
	if (symbol === undefined)
		return /"tick"\s*:\s*(\{.*\})\s*\}\s*$/s.exec(lastOf(port, name, feed) ?? '')?.[1] ?? null;
	const book = port.book(symbol);
	if (!book) return null;
	const {bids, asks} = textsOf(book);
	return `{"seqNum":${book.sequence},"bids":${toNumberPairs(bids)},"asks":${toNumberPairs(asks)}}`;
};

const toTopic = (port: VoicePort, name: string, feed: Feed, socket: Peer): HuobiTopic => ({
	subscribe(listener) {
		const last = name.includes('.depth.') ? lastOf(port, name, feed) : null;
		if (last !== null) listener(last);
		return feed.follow({
			told: listener,
			// The ids in it tell what links.
			turned: () => undefined,
			cut: () => socket.close(1001, cutReason),
		});
	},
	request() {
		const data = toBook(port, name, feed);
		return data === null ? null : prompt(data);
	},
});

export const createHuobiVoice: CreateVoice = port => ({
	accept(url) {
		const path = paths[url.pathname];
		if (path === undefined) return null;
		return (socket, wire) => {
			serveHuobiSocket({
				...{socket, wire, path, site: port.site},
				topics: {
					find(on, name) {
						const feed = isServedOn(on, name) ? port.feed(name) : null;
						return feed
							? {type: 'topic', topic: toTopic(port, name, feed, socket)}
							: {type: 'error', message: `invalid topic ${name}`};
					},
				},
			});
		};
	},
	snapshot: () => null,
	time: now => JSON.stringify({status: 'ok', data: now}),
});
