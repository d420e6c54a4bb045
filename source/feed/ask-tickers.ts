import type {Ticker} from '../book/ticker.js';
import type {TickerQuestion} from '../exchanges/ticker.js';
import type {FeedFault} from '../faults.js';
import type {HttpResponse} from '../transport/transport.js';
import type {ListSource} from './find-market.js';
import {inTurns} from './in-turns.js';
import {fromError, fromResponse} from './network-faults.js';
import type {Asking} from './rest-gate.js';

/** What an exchange tells of these markets, of all where none is named; or why that cannot be told. */
export const askTickers = async (
	{rest, pause}: Pick<ListSource, 'rest' | 'pause'>,
	{path, weight, parse}: TickerQuestion,
	symbols: readonly string[],
	asking: Pick<Asking, 'isUnrecorded'> = {},
): Promise<readonly Ticker[] | FeedFault> => {
	let response: HttpResponse;
	try {
		// Whatever a book needs goes first.
		const least = {urgency: 'audit', ...asking} as const;
		response = await rest.get(path(symbols), weight(symbols.length), least);
	} catch (error) {
		return fromError(error).fault;
	}
	if (response.status !== 200) return fromResponse(response, rest.hold());
	try {
		return await inTurns(parse(response.body, symbols), pause);
	} catch (error) {
		return {code: 'bad-message', detail: error instanceof Error ? error.message : String(error)};
	}
};

export const areTickers = (answer: readonly Ticker[] | FeedFault): answer is readonly Ticker[] =>
	Array.isArray(answer);
