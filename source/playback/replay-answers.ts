import type {CaptureEvent} from '../capture/capture-format.js';
import type {HttpResponse} from '../transport/transport.js';
import {createUnaskedAnswers} from './unasked-answers.js';
import {createNewestTexts} from './newest-texts.js';
import type {Recorded} from './recorded-connection.js';
import {exchangeOf, toKey, type ReplayWire, type RequestPurpose} from './replay-wire.js';
import {createWaitingRequests, give, missing, type Waiting} from './waiting-requests.js';

export type HttpEvent = CaptureEvent & {readonly kind: 'http'};

/** All that takes memory in an answer. */
const textsOf = ({url, data, headers = {}}: HttpEvent): readonly string[] => [
	...[url, data],
	...Object.entries(headers).flat(),
];

/** Bytes of lists that are kept: no exchange sends one of more than 30 MB. */
const maxListBytes = 100_000_000;

/** Lists of markets by the key of their purpose. */
export const createNewestLists = () => createNewestTexts<HttpEvent>(maxListBytes, textsOf);

/** What a client hears, as far as snapshots may link to it. */
type Hearing = Pick<Recorded, 'endpoint' | 'openedAt' | 'lostAt'>;

export type ReplayAnswersOptions = {
	readonly wire: Pick<ReplayWire, 'purposeOf'>;
	/** Lists of markets found ahead, by the key of their purpose: they are not waited for. */
	readonly lists: ReadonlyMap<string, HttpEvent>;
	/** A snapshot came that nobody waits for. */
	readonly onUnasked: (purpose: RequestPurpose, isKept: true) => unknown;
	/** Whether a snapshot that came then lacks what was pushed since, which its client may not know. */
	readonly isPast: (purpose: RequestPurpose, at: number) => boolean;
	/** Epoch milliseconds. */
	readonly now: () => number;
};

/** Lists of markets, by the key of their purpose; those found ahead are of the first market. */
const createLists = (found: ReadonlyMap<string, HttpEvent>) => {
	const lists = createNewestLists();
	for (const [key, event] of found) lists.set(key, event);
	let isDue = false;
	return {
		/** Whether lists are waited for. */
		isDue: () => isDue,
		find: (purpose: RequestPurpose): HttpEvent | undefined =>
			[purpose, {...purpose, symbol: ''}]
				.map(one => lists.get(toKey(one)))
				// An answer of before that was none is not the one to this question.
				.find(known => known && (!isDue || known.status === 200)),
		came(key: string, event: HttpEvent) {
			lists.set(key, event);
		},
		/** The recording client goes over to another market. */
		turn() {
			isDue = true;
		},
	};
};

type KnownSnapshot = {
	readonly event: HttpEvent;
	/** When it came. */
	readonly at: number;
	/** It is for whoever asks next, unless more connections of its exchange have been lost; null where it is not. */
	keptAfter: number | null;
};

/** Bytes of snapshots that are kept, of all books: of 500 markets, those that Binance's clients ask for. */
const maxSnapshotBytes = 32_000_000;

/** The newest snapshots, by the key of their purpose; some are kept for a question, which others have had. */
const createSnapshots = ({now, isPast}: Pick<ReplayAnswersOptions, 'now' | 'isPast'>) => {
	const newest = createNewestTexts<KnownSnapshot>(maxSnapshotBytes, ({event}) => textsOf(event));
	/** Connections of an exchange that were lost so far: many may be, and many snapshots kept meanwhile. */
	const losses = new Map<string, number>();
	const lossesOf = (exchange: string): number => losses.get(exchange) ?? 0;
	return {
		came(key: string, event: HttpEvent) {
			const keptAfter = newest.get(key)?.keptAfter ?? null;
			newest.set(key, {event, at: now(), keptAfter});
		},
		/** Nobody has asked for the newest yet. */
		keep(key: string) {
			const known = newest.get(key);
			if (known) known.keptAfter = lossesOf(exchangeOf(key));
		},
		/** The one that is kept for a question, once. */
		take(purpose: RequestPurpose): HttpEvent | undefined {
			const known = newest.get(toKey(purpose));
			if (known?.keptAfter !== lossesOf(purpose.exchange)) return undefined;
			known.keptAfter = null;
			return isPast(purpose, known.at) ? undefined : known.event;
		},
		/**
		 * A client begins anew with all that a connection heard since it opened: the newest snapshot since
		 * then may link to that, though another client was given it before. None does from before what had to go.
		 */
		recall({endpoint, openedAt, lostAt}: Hearing) {
			const exchange = exchangeOf(endpoint);
			for (const known of newest.of(`${exchange} `))
				if (known.at <= lostAt) known.keptAfter = null;
				else if (known.at >= openedAt) known.keptAfter = lossesOf(exchange);
		},
		/** A connection of the exchange is lost: messages since the snapshots kept may be missing. */
		forget(exchange: string) {
			losses.set(exchange, lossesOf(exchange) + 1);
		},
		clear: newest.clear,
	};
};

/** Bytes of what exchanges told of the last 24 hours of all markets, and of the newest fills of 500. */
const maxDayBytes = 4_000_000;
const maxTradesBytes = 64_000_000;

/** What came before it was asked for. */
const createStock = ({
	lists: found,
	...options
}: Pick<ReplayAnswersOptions, 'lists' | 'now' | 'isPast'>) => {
	const lists = createLists(found);
	const snapshots = createSnapshots(options);
	const days = createUnaskedAnswers(maxDayBytes, textsOf);
	const trades = createUnaskedAnswers(maxTradesBytes, textsOf);
	return {
		...{lists, snapshots, days, trades},
		find(purpose: RequestPurpose): HttpEvent | undefined {
			switch (purpose.kind) {
				case 'list':
					return lists.find(purpose);
				case 'book':
				case 'time':
					return snapshots.take(purpose);
				case 'day':
					return days.take(toKey(purpose));
				case 'trades':
					return trades.take(toKey(purpose));
			}
		},
		/** All but the lists. */
		clear() {
			snapshots.clear();
			days.clear();
			trades.clear();
		},
	};
};

/**
 * Answers requests with what was recorded next for the same purpose. A snapshot that came unasked is
 * kept: as long as the connection lasts, the messages since have all been heard, so the client can
 * judge by its sequence whether it still does.
 */
export const createReplayAnswers = ({wire, onUnasked, ...options}: ReplayAnswersOptions) => {
	const waiting = createWaitingRequests();
	const stock = createStock(options);
	const {lists, snapshots, days, trades} = stock;
	let hasEnded = false;

	const ask = (one: Waiting) => {
		const purpose = wire.purposeOf(one.url);
		const isList = purpose?.kind === 'list';
		const known = purpose && stock.find(purpose);
		if (known) give(one, known);
		else if (!purpose || (isList && !lists.isDue()) || hasEnded) one.reject(missing(one.url));
		else waiting.add(purpose, one);
	};

	return {
		get: (url: string): Promise<HttpResponse> =>
			new Promise((resolve, reject) => {
				ask({url, isLeft: false, resolve, reject});
			}),
		deliver(event: HttpEvent, isOld: boolean) {
			const purpose = wire.purposeOf(event.url);
			if (!purpose) return;
			const [key, {kind}] = [toKey(purpose), purpose];
			const isBook = kind === 'book' && event.status === 200 && !isOld;
			if (kind === 'list') lists.came(key, event);
			if (isBook) snapshots.came(key, event);
			// A snapshot is for all who wait: some may have lost their connection since they asked.
			const isForAll = isBook || kind === 'list' || kind === 'day';
			if (waiting.answer(purpose, event, isForAll ? Infinity : 1)) return;
			if (kind === 'day') days.keep(key, event);
			if (kind === 'trades') trades.keep(key, event);
			if (isBook) {
				snapshots.keep(key);
				onUnasked(purpose, true);
			}
		},
		recall: snapshots.recall,
		leave: waiting.leave,
		forget: snapshots.forget,
		/** The recording client goes over to another market: what it asked for before is of no use. */
		turn() {
			lists.turn();
			stock.clear();
			waiting.refuseAll();
		},
		/** The recording was interrupted: what came before is of no use after it. */
		interrupt() {
			stock.clear();
			waiting.refuseAll();
		},
		/** Nothing more will come. */
		end() {
			hasEnded = true;
			waiting.refuseAll();
		},
	};
};
