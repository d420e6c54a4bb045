import {parseDecimal} from '../../../source/book/fixed-point.js';
import {toColumns} from '../../../source/book/level-columns.js';
import {systemClock} from '../../../source/clock.js';
import {createAttention} from '../../../source/relay/attention.js';
import {wordHeader} from '../../../source/relay/followed-book.js';
import {readWord} from '../../../source/relay/messages.js';
import {createPace} from '../../../source/relay/pace.js';
import {createPublishedBook} from '../../../source/relay/published-book.js';
import {keyOf, type BookName} from '../../../source/relay/subjects.js';
import type {Bus} from '../../../source/transport/bus.js';
import {sleep, startNode} from './processes.js';

const book: BookName = {exchange: 'binance', base: 'M0', quote: 'USDT'};
const key = keyOf(book);

/** Notes which answers were made, and for which positions. */
const createCount = (bus: Bus) => {
	const answers = new Set<Uint8Array>();
	const positions = new Set<number>();
	let count = 0;
	const noting: Bus = {
		...bus,
		answer: (filter, listener) =>
			bus.answer(filter, question =>
				listener({
					...question,
					answer(bytes, headers) {
						count++;
						answers.add(bytes);
						positions.add(readWord(Buffer.from(headers?.[wordHeader] ?? '')).position);
						question.answer(bytes, headers);
					},
				}),
			),
	};
	return {noting, told: () => ({count, perPosition: answers.size / positions.size})};
};

/** How often a relay packs its book for each position, where so many join at once while the book changes. */
export const countPacks = async (
	bus: Bus,
	file: string,
	{url, count, levels}: {readonly url: string; readonly count: number; readonly levels: number},
): Promise<number> => {
	const {noting, told} = createCount(bus);
	const attention = createAttention(systemClock);
	const published = createPublishedBook({
		...{bus: noting, book, run: 'bench~2', clock: systemClock, attention},
		pace: createPace(systemClock),
		...{isComparable: false, isEntitled: () => true, waiting: {most: 1_000_000, count: 0}},
		onTrouble: words => {
			throw new Error(words);
		},
		onEvent: () => undefined,
	});
	const {store} = published;
	const now = () => systemClock.now();
	const level = (price: number, size: number) => ({
		price: parseDecimal((price / 10_000).toFixed(4)),
		size: parseDecimal(String(size)),
	});
	const apply = (type: 'snapshot' | 'update', many: number, sequence: number) => {
		const bids = toColumns(Array.from({length: many}, (_, at) => level(5000 - at, sequence)));
		const asks = toColumns(Array.from({length: many}, (_, at) => level(5001 + at, sequence)));
		store.apply(key, {type, bids, asks, sequence, exchangeTime: null}, now());
	};
	store.add({key, exchange: 'binance', title: 'Binance', market: 'M0/USDT', tickSize: null});
	store.setStatus(key, {status: 'syncing', reason: null, retryAt: null}, now());
	apply('snapshot', levels, 1);
	store.setStatus(key, {status: 'live', reason: null, retryAt: null}, now());
	let sequence = 1;
	const changes = setInterval(() => apply('update', 4, ++sequence), 20);
	for (; !published.isOwner(); await sleep(50)) await published.claim();
	const viewers = startNode([file, url, String(count), '1', '1']);
	await viewers.until(line => Number.isFinite(Number(line)));
	await viewers.kill();
	clearInterval(changes);
	published.stop();
	attention.stop();
	const {count: answered, perPosition} = told();
	if (answered < count) throw new Error(`${answered} of ${count} were answered`);
	return perPosition;
};
