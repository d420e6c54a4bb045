import type {Answer} from '../answer.js';
import type {RequestHeaders} from '../loopback-server.js';
import {ApiError} from './api-error.js';
import type {MarketData, Question} from './market-data.js';
import {toMicroseconds} from './print.js';
import {tooMuchText, weightOf, type Allowance} from './weight.js';

/** Below `/api/v3/`. */
const paths: ReadonlyMap<string, Question> = new Map([
	['ping', 'ping'],
	['time', 'time'],
	['exchangeInfo', 'info'],
	['depth', 'depth'],
	['trades', 'trades'],
	['historicalTrades', 'trades'],
	['aggTrades', 'aggregates'],
	['klines', 'klines'],
	['uiKlines', 'klines'],
	['avgPrice', 'average'],
	['ticker/24hr', 'day'],
	['ticker/tradingDay', 'tradingDay'],
	['ticker/price', 'price'],
	['ticker/bookTicker', 'touch'],
	['ticker', 'window'],
]);

const questionOf = ({pathname}: URL): Question | undefined =>
	pathname.startsWith('/api/v3/') ? paths.get(pathname.slice('/api/v3/'.length)) : undefined;

const isMicro = (headers: RequestHeaders) =>
	/^microsecond$/i.test(String(headers['x-mbx-time-unit'] ?? ''));

/** Answers the market-data part of `/api/v3`, within the weight of a minute. */
export const createBinanceRest =
	(data: MarketData, allowance: Allowance) =>
	(url: URL, asked: RequestHeaders = {}): Answer => {
		const question = questionOf(url);
		const {used, isTooMuch} = allowance.use(question ? weightOf(question, url.searchParams) : 1);
		const headers = {'x-mbx-used-weight': String(used), 'x-mbx-used-weight-1m': String(used)};
		const refuse = (status: number, code: number, msg: string): Answer => ({
			status,
			headers,
			body: JSON.stringify({code, msg}),
		});
		if (isTooMuch) {
			const retry = {...headers, 'retry-after': String(allowance.secondsLeft())};
			return {...refuse(429, -1003, tooMuchText), headers: retry};
		}
		if (!question) return refuse(404, -1000, 'Not found.');
		try {
			const {value, delayMs} = data[question](url.searchParams);
			const text = JSON.stringify(value);
			return {status: 200, headers, body: isMicro(asked) ? toMicroseconds(text) : text, delayMs};
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			return refuse(400, error.code, error.message);
		}
	};
