import {crc32} from 'node:zlib';
import {openKraken} from '../../simulator/kraken/exchange.js';
import {textsOf, type LevelText} from '../level-texts.js';
import {toStream} from '../served-stream.js';
import {digitsIn, type CreateVoice, type VoicePort} from '../voice.js';
import {acceptLines} from './kit.js';

const levelsChecked = 10;

const digitsOf = (text: string): string => text.replace('.', '').replace(/^0+/, '');

const side = (levels: readonly LevelText[]): string =>
	`[${levels.map(([price, qty]) => `{"price":${price},"qty":${qty}}`).join(',')}]`;

/** The whole book; its numbers have as many digits as those that were recorded, which the checksum is made of. */
const toSnapshot = (port: VoicePort, symbol: string): string | null => {
	const book = port.book(symbol);
	const last = port.feed(`kraken book ${symbol}`)?.last() ?? null;
	if (!book) return null;
	const digits = {price: digitsIn(last, 'price'), size: digitsIn(last, 'qty')};
	const {bids, asks} = textsOf(book, Infinity, digits);
	const best = [...asks.slice(0, levelsChecked), ...bids.slice(0, levelsChecked)];
	const checksum = crc32(best.flat().map(digitsOf).join(''));
	const timestamp = /"timestamp"\s*:\s*"([^"]{1,40})"/.exec(last ?? '')?.[1];
	const at = timestamp ?? new Date(port.site.time()).toISOString();
	const levels = `"bids":${side(bids)},"asks":${side(asks)}`;
	return `{"channel":"book","type":"snapshot","data":[{"symbol":${JSON.stringify(symbol)},${levels},"checksum":${checksum},"timestamp":"${at}"}]}`;
};

const depths = [10, 25, 100, 500, 1000];

/** As the exchange said, or as many levels as it began with; null where nothing tells. */
const depthOf = (port: VoicePort, symbol: string): number | null => {
	const {ack = '', text = ''} = port.feed(`kraken book ${symbol}`)?.known ?? {};
	const told = /"depth"\s*:\s*(\d{1,4})/.exec(ack)?.[1];
	if (told !== undefined) return Number(told);
	const sides = text.split(/"asks"\s*:/, 2).map(side => side.split('"qty"').length - 1);
	const most = Math.max(...sides);
	return most > 0 ? (depths.find(depth => depth >= most) ?? null) : null;
};

export const createKrakenVoice: CreateVoice = port => ({
	accept: acceptLines({
		path: '/v2',
		site: port.site,
		open: openKraken(
			port.site,
			line => ({
				find(kind, symbol) {
					const channel = kind.startsWith('book') ? 'book' : 'trade';
					const feed = port.feed(`kraken ${channel} ${symbol}`);
					if (!feed) return null;
					const whole = channel === 'book' ? () => toSnapshot(port, symbol) : undefined;
					return toStream(`${channel} ${symbol}`, feed, line, whole);
				},
			}),
			// A book is served in the depth that it was recorded in.
			symbol => depthOf(port, symbol),
		),
	}),
	snapshot: () => null,
	time: now => JSON.stringify({error: [], result: {unixtime: Math.floor(now / 1000)}}),
});
