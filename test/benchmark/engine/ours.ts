import {gunzipSync, gzipSync} from 'node:zlib';
import {topOf} from '../../../source/book/block-view.js';
import type {SideView} from '../../../source/book/side-view.js';
import type {Decimal} from '../../../source/book/fixed-point.js';
import {binance} from '../../../source/exchanges/binance/index.js';
import type {
	Channel,
	ClientInput,
	ClientOutput,
	ExchangeClient,
} from '../../../source/exchanges/exchange.js';
import {huobi} from '../../../source/exchanges/huobi/index.js';
import {createBookStore, type BookStore} from '../../../source/store/book-store.js';
import {marketOf} from '../../helpers/client-run.js';
import {readLevels, sink, type Contender} from './contender.js';
import type {Pairs, Workload} from './workload.js';

export const key = 'bench:STEEM/USDT';

/** Any time does: nothing here looks at a clock. */
const now = 1_767_355_200_000;

const channels: Readonly<Record<Workload['kind'], Channel | undefined>> = {
	depth: binance.channels[0],
	mbp: huobi.channels[0],
	step0: huobi.channels[1],
};

const numbers = (pairs: Pairs) => `[${pairs.map(pair => `[${pair.join()}]`).join()}]`;

/** What the exchange answers to the request for a snapshot. */
const toSnapshot = ({kind, topic, snapshot}: Workload, asked: string): ClientInput => {
	const {id, bids, asks} = snapshot;
	if (kind === 'depth') {
		const body = JSON.stringify({lastUpdateId: id, bids, asks});
		return {type: 'response', body};
	}
	const {id: of} = JSON.parse(asked) as {readonly id: string};
	const data = `{"seqNum":${id},"bids":${numbers(bids)},"asks":${numbers(asks)}}`;
	const reply = `{"id":"${of}","rep":"${topic}","status":"ok","ts":${now},"data":${data}}`;
	return {type: 'message', data: gzipSync(reply)};
};

const acknowledgement = ({kind, topic}: Workload): ClientInput => ({
	type: 'message',
	data:
		kind === 'depth'
			? JSON.stringify({result: [topic], id: 1})
			: gzipSync(`{"id":"sub-1","status":"ok","subbed":"${topic}","ts":${now}}`),
});

/** Opens the connection, and answers what is asked for until the book is there. */
const open = (
	client: ExchangeClient,
	workload: Workload,
	take: (outputs: readonly ClientOutput[]) => void,
) => {
	const ask = (input: ClientInput) => {
		const outputs = client(input);
		take(outputs);
		for (const output of outputs)
			if (output.type === 'request' && workload.kind !== 'step0')
				ask(toSnapshot(workload, 'data' in output.request ? output.request.data : ''));
	};
	ask({type: 'open'});
	ask(acknowledgement(workload));
	ask({type: 'waited'});
};

const valueOf = ({units, decimals}: Decimal) => Number(units) / 10 ** decimals;

const top = new Float64Array(2 * readLevels);

/** Reads the best levels into numbers, as the other programs give them. */
const readSide = (side: SideView) => {
	const {length, pairs} = topOf(side, readLevels, top);
	let sum = 0;
	for (let place = 0; place < 2 * length; place++) sum += pairs[place] ?? 0;
	sink.sum += sum;
};

/** Publishes, and reads the best levels of both sides. */
const readBest = (store: BookStore) => {
	store.publish();
	const [book] = store.getView().books;
	if (!book) throw new Error('a book that was added is in the view');
	readSide(book.bids);
	readSide(book.asks);
};

/** A client with its store, and a book that is at the first message. `apply`: instead of the store's own. */
export const startOurs = (
	workload: Workload,
	onChange: (store: BookStore, change: Parameters<BookStore['apply']>[1]) => void = (
		store,
		change,
	) => {
		store.apply(key, change, now);
	},
) => {
	const store = createBookStore();
	store.add({key, exchange: 'bench', title: 'Bench', market: 'STEEM/USDT', tickSize: null});
	const channel = channels[workload.kind];
	if (!channel) throw new Error(`no channel of ${workload.kind}`);
	const client = channel.createClient(marketOf(workload.symbol, 'STEEM', 'USDT'));
	const take = (outputs: readonly ClientOutput[]) => {
		for (const output of outputs) if (output.type === 'book') onChange(store, output.change);
	};
	open(client, workload, take);
	return {
		store,
		feed(data: Buffer) {
			take(client({type: 'message', data}));
		},
	};
};

/** This program: from the bytes to the book in the store. */
export const ours: Contender = {
	name: 'steem-tui',
	refuses: () => null,
	start(workload, isRead) {
		const {store, feed} = startOurs(workload);
		const toRows = (side: SideView) =>
			Array.from(
				{length: side.length},
				(_, rank) => [valueOf(side.price(rank)), valueOf(side.size(rank))] as const,
			);
		return {
			feed: isRead
				? message => {
						feed(message);
						readBest(store);
					}
				: feed,
			rows() {
				store.publish();
				const [book] = store.getView().books;
				return book ? {bids: toRows(book.bids), asks: toRows(book.asks)} : null;
			},
		};
	},
};

/** The least that a program does which parses: what all others are compared with. */
export const floor: Contender = {
	name: 'JSON.parse alone',
	refuses: () => null,
	start: ({kind}) => ({
		feed(message) {
			const bytes = kind === 'depth' ? message : gunzipSync(message);
			sink.sum += Object.keys(JSON.parse(bytes.toString()) as object).length;
		},
		rows: () => null,
	}),
};
