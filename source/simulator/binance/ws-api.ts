import type {FaultSite} from '../fault-site.js';
import {createOutlet} from '../outlet.js';
import type {Peer} from '../peer.js';
import type {Wire} from '../wire.js';
import {ApiError} from './api-error.js';
import {pings} from './pings.js';
import {keepAlive} from '../keep-alive.js';
import type {MarketData, Question} from './market-data.js';
import {toMicroseconds} from './print.js';
import {tooMuchText, weightOf, weightPerMinute, type Allowance} from './weight.js';

export type WsApiOptions = {
	readonly socket: Peer;
	readonly wire: Wire;
	readonly site: FaultSite;
	readonly data: MarketData;
	/** Shared with REST. */
	readonly allowance: Allowance;
	readonly isMicro: boolean;
};

const methods: ReadonlyMap<string, Question> = new Map([
	['ping', 'ping'],
	['time', 'time'],
	['exchangeInfo', 'info'],
	['depth', 'depth'],
	['trades.recent', 'trades'],
	['trades.historical', 'trades'],
	['trades.aggregate', 'aggregates'],
	['klines', 'klines'],
	['uiKlines', 'klines'],
	['avgPrice', 'average'],
	['ticker.24hr', 'day'],
	['ticker.tradingDay', 'tradingDay'],
	['ticker', 'window'],
	['ticker.price', 'price'],
	['ticker.book', 'touch'],
]);

type Request = {
	readonly id?: unknown;
	readonly method?: unknown;
	readonly params?: Readonly<Record<string, unknown>>;
};

type Reply = {readonly status: number; readonly content: object; readonly delayMs?: number};

/** Null for what is no JSON object. */
const parseRequest = (text: string): Request | null => {
	try {
		const value = JSON.parse(text) as unknown;
		return typeof value === 'object' && value !== null ? (value as Request) : null;
	} catch {
		return null;
	}
};

/** As REST has them: lists as JSON, all else as text. */
const toQuery = (params: Request['params'] = {}): URLSearchParams =>
	new URLSearchParams(
		Object.entries(params).map(([name, value]): [string, string] => [
			name,
			Array.isArray(value) ? JSON.stringify(value) : String(value),
		]),
	);

const refuse = (status: number, code: number, msg: string): Reply => ({
	status,
	content: {error: {code, msg}},
});

/** Asks and answers, one reply a request: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api */
export const serveWsApi = ({socket, wire, site, data, allowance, isMicro}: WsApiOptions): void => {
	const {clock} = site;
	const encode = (text: string) => text;
	const outlet = createOutlet({socket, wire, clock, encode, isCombined: () => false});
	const leaveSite = site.join(outlet);
	const stopPings = keepAlive(outlet, clock, pings);

	const answer = (question: Question | undefined, query: URLSearchParams): Reply => {
		if (!question) return refuse(400, -1000, 'Unknown method.');
		try {
			const {value, delayMs} = data[question](query);
			return {status: 200, content: {result: value}, delayMs};
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			return refuse(400, error.code, error.message);
		}
	};

	const perform = (request: Request) => {
		const {id, method, params} = request;
		const question = methods.get(String(method).replace(/^v3\//, ''));
		const query = toQuery(params);
		const {used, isTooMuch} = allowance.use(question ? weightOf(question, query) : 1);
		const limit = {rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1};
		const rateLimits = [{...limit, limit: weightPerMinute, count: used}];
		const isQuiet = query.get('returnRateLimits') === 'false';
		const reply = isTooMuch ? refuse(429, -1003, tooMuchText) : answer(question, query);
		const {status, content, delayMs = 0} = reply;
		const text = JSON.stringify({
			id: id ?? null,
			status,
			...content,
			...(isQuiet ? {} : {rateLimits}),
		});
		const send = () => {
			outlet.send({kind: 'reply', text: isMicro ? toMicroseconds(text) : text});
		};
		if (delayMs === 0) send();
		else site.after(delayMs, send);
	};

	socket.on('message', message => {
		if (socket.readyState !== socket.OPEN) return;
		const request = parseRequest((message as Buffer).toString());
		if (request) perform(request);
		else {
			const {status, content} = refuse(400, -1135, 'Invalid JSON Request');
			outlet.send({kind: 'reply', text: JSON.stringify({id: null, status, ...content})});
		}
	});
	socket.on('close', () => {
		leaveSite();
		stopPings();
	});
};
