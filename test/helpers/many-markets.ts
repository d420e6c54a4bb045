import './strict-statuses.js';
import type {Venue} from '../../source/feed/venue.js';
import type {BookView} from '../../source/store/market-view.js';
import {binance} from '../../source/exchanges/binance/index.js';
import {parseWantedMarket} from '../../source/market-name.js';
import {createRandom} from '../../source/random.js';
import {startMarketSessions} from '../../source/session/market-sessions.js';
import type {HttpResponse, SocketEvent, Transport} from '../../source/transport/transport.js';
import {createVirtualClock} from '../soak/virtual-clock.js';

const start = 1_700_000_010_000;
const latencyMs = 20;
const updateEveryMs = 2000;
/** More than any book has levels. */
const bestBid = 10_000;

type Line = {
	readonly streams: Set<string>;
	readonly deaf: Set<string>;
	readonly emit: (event: SocketEvent) => void;
	readonly openedAt: number;
	sentAt: number[];
	isClosed: boolean;
};

const streamOf = (symbol: string) => `${symbol.toLowerCase()}@depth@100ms`;

/**
 * A Binance of many markets that costs next to nothing: each book has as many levels as its snapshot, and each
 * update writes its own id as the size of the best bid, so that a book that lacks one differs at the top.
 */
export const createManyMarkets = (count: number, levels = 5) => {
	let sleeps = 0;
	const clock = {...createVirtualClock(start), sleeps: () => sleeps};
	const names = Array.from({length: count}, (_, index) => `M${index}/USDT`);
	const symbols = names.map(name => name.replace('/', ''));
	const ids = new Map(symbols.map(symbol => [symbol, 1000]));
	const changedAt = new Map<string, number>();
	const lines = new Set<Line>();
	const counts = {
		connects: 0,
		weight: 0,
		maxWeight: 0,
		refusals: 0,
		kicks: 0,
		lists: 0,
		snapshots: 0,
	};
	const sent: string[] = [];
	/** Streams that a SUBSCRIBE is refused for, and such as are taken and not carried out. */
	const refused = new Set<string>();
	const deaf = new Set<string>();
	const asked: string[] = [];
	let minute = 0;
	let isDown = false;
	let onRequest: (symbol: string) => void = () => undefined;

	const say = (line: Line, data: string) => {
		clock.after(latencyMs, () => {
			if (!line.isClosed) line.emit({type: 'message', data});
		});
	};

	const close = (line: Line, reason: string) => {
		if (line.isClosed) return;
		line.isClosed = true;
		lines.delete(line);
		line.emit({type: 'close', reason, code: 1006});
	};

	const carriers = (symbol: string) =>
		[...lines].filter(
			({streams, deaf: own}) => streams.has(streamOf(symbol)) && !own.has(streamOf(symbol)),
		);

	const toUpdate = (symbol: string, id: number) => ({
		...{e: 'depthUpdate', E: clock.now(), s: symbol, U: id, u: id},
		...{b: [[String(bestBid), String(id)]], a: []},
	});

	/** A change of a market; lost on its way, or told under another's name, where the test wants that. */
	const change = (symbol: string, how: 'told' | 'lost' | {readonly as: string} = 'told') => {
		const id = (ids.get(symbol) ?? 0) + 1;
		ids.set(symbol, id);
		changedAt.set(symbol, clock.now());
		if (how === 'lost') return;
		const stream = streamOf(how === 'told' ? symbol : how.as);
		const text = JSON.stringify({stream, data: toUpdate(symbol, id)});
		for (const line of carriers(symbol)) say(line, text);
	};

	for (const [index, symbol] of symbols.entries())
		clock.after((index * 37) % updateEveryMs, () =>
			clock.every(updateEveryMs, () => change(symbol)),
		);

	const control = (line: Line, data: string) => {
		const {
			method,
			params = [],
			id,
		} = JSON.parse(data) as {
			method: string;
			params?: string[];
			id: number;
		};
		if (method === 'LIST_SUBSCRIPTIONS') {
			counts.lists++;
			const on = [...line.streams].filter(stream => !line.deaf.has(stream));
			say(line, JSON.stringify({result: on, id}));
		} else if (params.some(stream => refused.has(stream)))
			say(line, JSON.stringify({code: 2, msg: 'Invalid request: stream', id}));
		else {
			for (const stream of params) {
				line.streams.add(stream);
				if (deaf.has(stream)) line.deaf.add(stream);
			}
			say(line, JSON.stringify({result: null, id}));
		}
	};

	const transport: Transport = {
		connect(url, emit) {
			counts.connects++;
			const named = new URL(url).searchParams.get('streams')?.split('/') ?? [];
			const line: Line = {
				...{streams: new Set(named), emit, openedAt: clock.now(), sentAt: [], isClosed: false},
				deaf: new Set(named.filter(stream => deaf.has(stream))),
			};
			clock.after(latencyMs, () => {
				if (isDown) {
					line.isClosed = true;
					emit({type: 'close', reason: 'connection refused', errorCode: 'ECONNREFUSED'});
				} else if (!line.isClosed) {
					lines.add(line);
					emit({type: 'open'});
				}
			});
			const count = () => {
				line.sentAt = [...line.sentAt.filter(at => clock.now() - at < 1000), clock.now()];
				if (line.sentAt.length <= 5) return true;
				counts.kicks++;
				close(line, 'too many messages');
				return false;
			};
			return {
				send(data) {
					sent.push(data);
					if (!line.isClosed && count()) control(line, data);
				},
				ping(payload = '') {
					if (line.isClosed || !count()) return;
					clock.after(latencyMs, () => {
						if (!line.isClosed) emit({type: 'pong', payload});
					});
				},
				close() {
					line.isClosed = true;
					lines.delete(line);
				},
			};
		},
		get(url) {
			const {pathname, searchParams} = new URL(url);
			asked.push(pathname);
			const limit = Number(searchParams.get('limit') ?? 0);
			const isDepth = pathname.endsWith('/depth');
			const weight = isDepth ? limit / 20 : pathname.endsWith('/exchangeInfo') ? 20 : 1;
			const now = Math.floor(clock.now() / 60_000);
			if (now !== minute) counts.weight = 0;
			minute = now;
			counts.weight += weight;
			counts.maxWeight = Math.max(counts.maxWeight, counts.weight);
			const headers = {'x-mbx-used-weight-1m': String(counts.weight)};
			const answer = (status: number, value: object): Promise<HttpResponse> =>
				new Promise(resolve => {
					const body = JSON.stringify(value);
					clock.after(latencyMs, () => resolve({status, headers, body}));
				});
			if (counts.weight > 6000) {
				counts.refusals++;
				return answer(429, {code: -1003, msg: 'Too much request weight used'});
			}
			if (pathname.endsWith('/time')) return answer(200, {serverTime: clock.now()});
			if (!isDepth) {
				const listed = symbols.map(symbol => ({
					...{symbol, status: 'TRADING', filters: []},
					...{baseAsset: symbol.slice(0, -4), quoteAsset: 'USDT'},
				}));
				return answer(200, {symbols: listed});
			}
			const symbol = searchParams.get('symbol') ?? '';
			counts.snapshots++;
			onRequest(symbol);
			const id = ids.get(symbol) ?? 0;
			const side = (first: number, step: number, best: number) =>
				Array.from({length: levels}, (_, rank) => [
					...[String(first + rank * step), String(rank === 0 ? best : 1)],
				]);
			return answer(200, {
				lastUpdateId: id,
				bids: side(bestBid, -1, id),
				asks: side(bestBid + 1, 1, 1),
			});
		},
	};

	const venues: readonly Venue[] = [
		{exchange: binance, endpoints: {ws: 'ws://many', rest: 'http://many'}},
	];
	const markets = names.flatMap(name => parseWantedMarket(name) ?? []);
	const symbolOf = (market: string) => market.replace('/', '');

	return {
		...{
			clock,
			transport,
			venues,
			markets,
			lines,
			counts,
			sent,
			asked,
			refused,
			deaf,
			symbols,
			change,
			streamOf,
		},
		/** Markets whose book is called live and is not the exchange's; those aside whose change is on its way. */
		wrongOf: (books: readonly BookView[]) =>
			books
				.filter(({market, status, bids}) => {
					const symbol = symbolOf(market);
					const isOnItsWay = clock.now() - (changedAt.get(symbol) ?? 0) <= latencyMs;
					const size = bids.length > 0 ? bids.size(0).units : undefined;
					return status === 'live' && !isOnItsWay && size !== ids.get(symbol);
				})
				.map(({market}) => market),
		/** Says something on all sockets. */
		tellAll(data: string) {
			for (const line of lines) say(line, data);
		},
		closeAll(reason = 'gone') {
			for (const line of [...lines]) close(line, reason);
		},
		/** The exchange ends a stream on all sockets that carry it, without a word. */
		endStream(symbol: string) {
			for (const {deaf: own} of carriers(symbol)) own.add(streamOf(symbol));
		},
		/** The computer slept, for no time at all. */
		sleep() {
			sleeps++;
		},
		goDown(is: boolean) {
			isDown = is;
		},
		onRequest(listener: (symbol: string) => void) {
			onRequest = listener;
		},
	};
};

/** As `createManyMarkets`, followed by sessions that share what they may. */
export const startManyMarkets = (
	count: number,
	levels = 5,
	tap: (transport: Transport) => Transport = transport => transport,
) => {
	const exchange = createManyMarkets(count, levels);
	const {clock, venues, markets, transport} = exchange;
	const sessions = startMarketSessions({
		...{markets, venues, transport: tap(transport), clock, random: createRandom('many')},
	});
	const {books} = sessions;
	return {
		...exchange,
		...{sessions, books},
		/** Statuses with how many books have each. */
		statuses() {
			const found: Record<string, number> = {};
			for (const {status} of books()) found[status] = (found[status] ?? 0) + 1;
			return found;
		},
		statusOf: (index: number) => books()[index]?.status,
		/** See `wrongOf`. */
		wrong: () => exchange.wrongOf(books()),
	};
};
