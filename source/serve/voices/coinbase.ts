import {openCoinbase} from '../../simulator/coinbase/exchange.js';
import {frame, stamp} from '../../simulator/coinbase/streams.js';
import {textsOf, type LevelText} from '../level-texts.js';
import {toStream} from '../served-stream.js';
import type {CreateVoice, VoicePort} from '../voice.js';
import {acceptLines} from './kit.js';

const unnumbered = '"sequence_num":-1';

/** The number is that of the recorded connection: each connection counts its own. */
const withoutNumber = (text: string): string =>
	text.replace(/"sequence_num"\s*:\s*\d{1,16}/, unnumbered);

const toSnapshot = ({book: bookOf, site}: VoicePort, product: string): string | null => {
	const book = bookOf(product);
	if (!book) return null;
	const {bids, asks} = textsOf(book);
	const time = book.exchangeTime ?? site.time();
	const at = new Date(time).toISOString();
	const updates = (side: 'bid' | 'offer', levels: readonly LevelText[]) =>
		levels.map(([price_level, new_quantity]) => ({
			side,
			event_time: at,
			price_level,
			new_quantity,
		}));
	const all = [...updates('bid', bids), ...updates('offer', asks)];
	return frame('l2_data', time, [{type: 'snapshot', product_id: product, updates: all}]);
};

export const createCoinbaseVoice: CreateVoice = port => ({
	accept: acceptLines({
		path: '/',
		site: port.site,
		createStamp() {
			const before = port.losses();
			// A frame that is missing in the capture is missing here.
			return (text, count) => stamp(text, count + port.losses() - before);
		},
		open: line =>
			openCoinbase(port.site, {
				find(channel, product) {
					const feed = port.feed(`coinbase ${channel} ${product}`);
					const whole = channel === 'level2' ? () => toSnapshot(port, product) : undefined;
					return feed && toStream(`${channel} ${product}`, feed, line, whole, withoutNumber);
				},
			})(line),
	}),
	snapshot: () => null,
	time: now =>
		JSON.stringify({
			iso: new Date(now).toISOString(),
			epochSeconds: String(Math.floor(now / 1000)),
			epochMillis: String(now),
		}),
});
