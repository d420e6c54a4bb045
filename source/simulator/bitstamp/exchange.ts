import type {FaultSite} from '../fault-site.js';
import {createBookStream} from '../kit/book-stream.js';
import {createCatalogue, type Catalogue} from '../kit/catalogue.js';
import {fieldsOf, parseFields} from '../kit/fields.js';
import {sendPings} from '../kit/habits.js';
import {createLevelTexts} from '../kit/levels.js';
import {longPairs} from '../kit/level-forms.js';
import type {Line} from '../kit/line.js';
import type {CreateProtocol} from '../kit/protocol.js';
import {createStreams, type Stream} from '../kit/streams.js';
import {createTradeStream, type PrintedFill} from '../kit/trade-stream.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import type {Rungs} from '../running-book.js';
import {bitstampError, bitstampQuestions, timesOf} from './rest.js';

const kinds = ['order_book', 'diff_order_book', 'live_trades'] as const;

const eventText = (event: string, channel: string, data: unknown) =>
	JSON.stringify({event, channel, data});

const bookMessage = (kind: string, market: RunningMarket) => {
	const print = createLevelTexts('bitstamp', market.books.bitstamp.scale);
	const channel = `${kind}_${toSymbol('bitstamp', market.listing)}`;
	return ({bids, asks}: Rungs, time: number, sequence: number) => {
		const sides = {bids: print(bids), asks: print(asks)};
		return JSON.stringify({data: {...timesOf(time, sequence), ...sides}, channel, event: 'data'});
	};
};

/** The hundred best levels, whole each time. */
const createBooks = (market: RunningMarket): Stream => {
	const message = bookMessage('order_book', market);
	return createBookStream('bitstamp', market, {
		levels: 100,
		print: ({step, rungs}) => message(rungs(), step.time, step.sequence),
		whole: ({rungs, time, sequence}) => message(rungs, time, sequence),
	});
};

/** What changed in the whole book, to be laid on a book fetched by REST. */
const createDiffs = (market: RunningMarket): Stream => {
	const message = bookMessage('diff_order_book', market);
	return createBookStream('bitstamp', market, {
		isWhole: false,
		print: ({step, changes}) => message(changes, step.time, step.sequence),
		whole: () => null,
	});
};

const createTrades = (market: RunningMarket): Stream => {
	const channel = `live_trades_${toSymbol('bitstamp', market.listing)}`;
	const message = (fill: PrintedFill) => {
		const {id, time, price, size, taker} = fill;
		const {timestamp, microtimestamp} = timesOf(time, id);
		const data = {
			id,
			timestamp,
			amount: Number(size),
			amount_str: size,
			price: Number(price),
			price_str: price,
			type: taker === 'buy' ? 0 : 1,
			microtimestamp,
			buy_order_id: 1_443_000_000_000_000 + 2 * (id % 1_000_000_000),
			sell_order_id: 1_443_000_000_000_001 + 2 * (id % 1_000_000_000),
		};
		return JSON.stringify({data, channel, event: 'trade'});
	};
	return createTradeStream('bitstamp', market, {print: fills => fills.map(message)});
};

const createBitstampStreams = (catalogue: Catalogue) =>
	createStreams(catalogue, {
		order_book: createBooks,
		diff_order_book: createDiffs,
		live_trades: createTrades,
	});

type Streams = ReturnType<typeof createBitstampStreams>;

/** Its part of a connection, whatever the streams come from. */
export const openBitstamp =
	({clock}: FaultSite, streams: Streams) =>
	(line: Line) => {
		sendPings(line, clock, {everyMs: 20_000, withinMs: 60_000});

		const refuse = (channel: string, message: string) => {
			line.reply(eventText('bts:error', channel, {code: null, message}));
		};

		const subscribe = (channel: string) => {
			const kind = kinds.find(name => channel.startsWith(`${name}_`));
			const refusal = line.takeRefusal() ?? (kind ? null : 'Bad subscription string.');
			if (!kind || refusal !== null) {
				refuse(channel, refusal ?? '');
				return;
			}
			line.reply(eventText('bts:subscription_succeeded', channel, {}));
			// A pair that is not listed is accepted, and nothing ever comes.
			const stream = streams.find(kind, channel.slice(kind.length + 1));
			if (stream) line.subscribe(channel, stream);
		};

		return (text: string) => {
			const {event, data} = parseFields(text);
			const channel = String(fieldsOf(data)['channel'] ?? '');
			if (event === 'bts:heartbeat')
				line.reply(eventText('bts:heartbeat', '', {status: 'success'}));
			else if (event === 'bts:subscribe') subscribe(channel);
			else if (event === 'bts:unsubscribe') {
				line.subscriptions.stop(channel);
				line.reply(eventText('bts:unsubscription_succeeded', channel, {}));
			} else refuse('', 'Incorrect JSON format.');
		};
	};

/** Bitstamp's market data, v2: https://www.bitstamp.net/websocket/v2/ */
export const createSimulatedBitstamp: CreateProtocol = options => {
	const catalogue = createCatalogue('bitstamp', options);
	return {
		path: '/',
		open: openBitstamp(options.site, createBitstampStreams(catalogue)),
		questions: bitstampQuestions(options, catalogue),
		limits: {connects: {most: 150, inMs: 300_000}, requests: {most: 400, inMs: 1000}},
		tricks: {
			levels: longPairs,
			errorBody: message => JSON.stringify(bitstampError(message)),
			notice: eventText('bts:request_reconnect', '', ''),
		},
	};
};
