import type {Exchange, Market} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';
import {isWanted, nearest, type WantedMarket} from '../market-name.js';
import type {HttpResponse} from '../transport/transport.js';
import {inTurns} from './in-turns.js';
import {fromError, fromResponse} from './network-faults.js';
import type {RestGate} from './rest-gate.js';

export type Lookup =
	| {readonly type: 'found'; readonly market: Market}
	/** The list was read and does not have it; `near` are the most similar names in it. */
	| {
			readonly type: 'unlisted';
			/** What may have been meant, likeliest first. */
			readonly near: readonly Market[];
			/** Whether it is a list of what relays have: of what the exchange has, nothing is known. */
			readonly isOfRelays?: true;
	  }
	/** The list could not be read. */
	| {
			readonly type: 'unknown';
			/** Why the list could not be had. */
			readonly fault: FeedFault;
	  };

export type ListSource = {
	readonly exchange: Exchange;
	readonly rest: RestGate;
	/** Lets keys, timers and sockets have their turn. */
	readonly pause: () => Promise<void>;
	/** The whole list, where many ask for it; else each asks for what it needs. */
	readonly sharedList?: () => Promise<readonly Market[] | FeedFault>;
};

/** All markets an exchange lists, or why that cannot be told. */
export const listMarkets = async (
	{exchange, rest, pause}: ListSource,
	symbol?: string,
): Promise<readonly Market[] | FeedFault> => {
	let response: HttpResponse;
	try {
		response = await rest.get(exchange.listPath(symbol), exchange.rest.listWeight);
	} catch (error) {
		return fromError(error).fault;
	}
	if (response.status !== 200) return fromResponse(response, rest.hold());
	try {
		return await inTurns(exchange.parseList(response.body), pause);
	} catch (error) {
		return {code: 'bad-message', detail: error instanceof Error ? error.message : String(error)};
	}
};

export const isList = (answer: readonly Market[] | FeedFault): answer is readonly Market[] =>
	Array.isArray(answer);

/** Looks a market up in an exchange's list: by its symbol where that can be asked, else in the whole. */
export const findMarket = async (source: ListSource, wanted: WantedMarket): Promise<Lookup> => {
	const symbol =
		wanted.type === 'pair' ? source.exchange.toSymbol(wanted.base, wanted.quote) : wanted.word;
	const {sharedList = () => listMarkets(source)} = source;
	if (!source.sharedList && source.exchange.listPath(symbol) !== source.exchange.listPath()) {
		const answer = await listMarkets(source, symbol);
		const market = isList(answer) ? answer.find(entry => isWanted(wanted, entry)) : undefined;
		if (market) return {type: 'found', market};
		// An unknown symbol is an HTTP error too; without an answer the whole list would have none either.
		if (!isList(answer) && answer.code !== 'http-error') return {type: 'unknown', fault: answer};
	}
	const answer = await sharedList();
	if (!isList(answer)) return {type: 'unknown', fault: answer};
	const market = answer.find(entry => isWanted(wanted, entry));
	return market ? {type: 'found', market} : {type: 'unlisted', near: nearest(wanted, answer)};
};
