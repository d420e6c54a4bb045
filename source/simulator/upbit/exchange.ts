import type {FaultSite} from '../fault-site.js';
import {createBookStream} from '../kit/book-stream.js';
import {createCatalogue} from '../kit/catalogue.js';
import {fieldsOf, parseFields, textsIn} from '../kit/fields.js';
import {endIdle, limitMessages} from '../kit/habits.js';
import type {LevelForm} from '../kit/level-forms.js';
import type {Line} from '../kit/line.js';
import type {CreateProtocol} from '../kit/protocol.js';
import {createStreams, type Stream} from '../kit/streams.js';
import {createTradeStream} from '../kit/trade-stream.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import type {Rungs} from '../running-book.js';
import {upbitError, upbitQuestions} from './rest.js';
import {bookFields, toSimple, tradeText} from './texts.js';

const idleMs = 120_000;
const statusMs = 10_000;

const levelForm: LevelForm = {
	after: {bids: '"orderbook_units":[', asks: '"orderbook_units":['},
	level: (price, size, side) =>
		side === 'bids'
			? `{"ask_price":0.0,"bid_price":${price},"ask_size":0.0,"bid_size":${size}}`
			: `{"ask_price":${price},"bid_price":0.0,"ask_size":${size},"bid_size":0.0}`,
};

type Streams = ReturnType<typeof streamsOf>;

const createBook = (market: RunningMarket, levels: number): Stream => {
	const head = `"type":"orderbook","code":"${toSymbol('upbit', market.listing)}"`;
	const message = (rungs: Rungs, time: number, streamType: string) =>
		`{${head},"timestamp":${String(time)},${bookFields(market, rungs)},"stream_type":"${streamType}","level":0}`;
	return createBookStream('upbit', market, {
		levels,
		print: ({rungs, step}) => message(rungs(), step.time, 'REALTIME'),
		whole: ({rungs, time}) => message(rungs, time, 'SNAPSHOT'),
	});
};

const createTrades = (market: RunningMarket): Stream =>
	createTradeStream('upbit', market, {
		print: fills => fills.map(fill => tradeText(market, fill, 'REALTIME')),
		first: ([fill]) => (fill ? tradeText(market, fill, 'SNAPSHOT') : null),
		most: 1,
	});

const streamsOf = (catalogue: ReturnType<typeof createCatalogue>) =>
	createStreams(catalogue, {
		book1: market => createBook(market, 1),
		book5: market => createBook(market, 5),
		book15: market => createBook(market, 15),
		book30: market => createBook(market, 30),
		trade: createTrades,
	});

/** What a code stands for; null for what is not listed. */
const find = (streams: Streams, type: unknown, code: string): Stream | null => {
	if (type === 'trade') return streams.find('trade', code);
	const [symbol = '', levels = '30'] = code.split('.');
	if (levels !== '1' && levels !== '5' && levels !== '15' && levels !== '30') return null;
	return streams.find(`book${levels}`, symbol);
};

const simple = ({first, follow, ...rest}: Stream): Stream => ({
	...rest,
	first() {
		const text = first();
		return text === null ? null : toSimple(text);
	},
	follow: listener =>
		follow(text => {
			listener(toSimple(text));
		}),
});

/** Without what comes first, or without what follows, where the request says so. */
const narrow = (stream: Stream, request: Readonly<Record<string, unknown>>): Stream => ({
	...stream,
	...(request['is_only_realtime'] === true ? {first: () => null} : {}),
	...(request['is_only_snapshot'] === true ? {follow: () => () => {}} : {}),
});

type Fields = Readonly<Record<string, unknown>>;

/** All streams of a request, by their names; or the name of the error. Codes that are not listed are left out. */
const streamsIn = (streams: Streams, parts: readonly Fields[]): Map<string, Stream> | string => {
	if (!parts.some(({ticket}) => typeof ticket === 'string')) return 'NO_TICKET';
	const wanted = parts.filter(({type}) => type === 'orderbook' || type === 'trade');
	if (wanted.length === 0) return 'NO_TYPE';
	const isSimple = parts.some(({format}) => format === 'SIMPLE');
	const named = wanted.flatMap(request =>
		textsIn(request['codes']).flatMap((code): [string, Stream][] => {
			const stream = find(streams, request['type'], code);
			const made = stream && narrow(isSimple ? simple(stream) : stream, request);
			return made ? [[`${String(request['type'])} ${code}`, made]] : [];
		}),
	);
	return named.length === 0 ? 'NO_CODES' : new Map(named);
};

const takeWith = (line: Line, streams: Streams) => {
	let hasStatus = false;
	const sayStatus = () => {
		line.reply({status: 'UP'});
	};
	const refuse = (name: string, message: string) => {
		line.reply(upbitError(name, message));
	};

	const request = (parts: readonly Fields[]) => {
		const found = streamsIn(streams, parts);
		const isRefused = typeof found !== 'string' && line.takeRefusal() !== null;
		if (typeof found === 'string' || isRefused) {
			refuse(isRefused ? 'INVALID_PARAM' : String(found), 'the request cannot be met');
			return;
		}
		// A new request replaces the old one.
		for (const name of line.subscriptions.names()) line.subscriptions.stop(name);
		for (const [name, stream] of found) line.subscribe(name, stream);
	};

	return (text: string) => {
		if (text === 'PING') {
			sayStatus();
			if (!hasStatus) line.every(statusMs, sayStatus);
			hasStatus = true;
			return;
		}
		const parts: unknown = parseFields(text);
		if (Array.isArray(parts)) request(parts.map(fieldsOf));
		else refuse('WRONG_FORMAT', 'the request is not a list');
	};
};

/** Its part of a connection, whatever the streams come from. */
export const openUpbit =
	({clock}: FaultSite, streams: Streams) =>
	(line: Line) => {
		endIdle(line, idleMs);
		limitMessages(line, clock, 5, 1000);
		return takeWith(line, streams);
	};

/** Upbit's market data: https://docs.upbit.com/kr/reference/websocket-orderbook */
export const createSimulatedUpbit: CreateProtocol = options => {
	const catalogue = createCatalogue('upbit', options);
	const streams = streamsOf(catalogue);
	return {
		path: '/websocket/v1',
		encode: Buffer.from,
		open: openUpbit(options.site, streams),
		questions: upbitQuestions(options, catalogue),
		limits: {connects: {most: 5, inMs: 1000}, requests: {most: 10, inMs: 1000}},
		tricks: {
			levels: levelForm,
			errorBody: message => JSON.stringify(upbitError('server_error', message)),
		},
	};
};
