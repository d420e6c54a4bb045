import type {HttpResponse, TransportError} from '../transport/transport.js';
import type {CaptureEvent} from '../capture/capture-format.js';
import {exchangeOf, toKey, type ReplayWire, type RequestPurpose} from './replay-wire.js';

export type HttpEvent = CaptureEvent & {readonly kind: 'http'};

type Waiting = {resolve(response: HttpResponse): void; reject(error: Error): void};

export type ReplayAnswersOptions = {
	readonly wire: Pick<ReplayWire, 'purposeOf'>;
	/** Lists of markets found ahead, by the key of their purpose: they are not waited for. */
	readonly lists: ReadonlyMap<string, HttpEvent>;
	/** A snapshot came that nobody waits for. */
	readonly onUnasked: (purpose: RequestPurpose, isKept: true) => unknown;
	/** Epoch milliseconds. */
	readonly now: () => number;
};

const noAnswer = (message: string, errorCode?: string): TransportError =>
	Object.assign(new Error(message), {name: 'TransportError', errorCode});

const give = ({resolve, reject}: Waiting, {status, data, headers, errorCode}: HttpEvent) => {
	if (status === 0) reject(noAnswer(data, errorCode));
	else resolve({status, headers: headers ?? {}, body: data});
};

const missing = (url: string) => noAnswer(`the capture has no answer to ${url}`);

/**
 * Answers requests with what was recorded next for the same purpose. A snapshot that came unasked is
 * kept: as long as the connection lasts, the messages since have all been heard, so the client can
 * judge by its sequence whether it still does.
 */
export const createReplayAnswers = ({wire, lists: found, onUnasked, now}: ReplayAnswersOptions) => {
	const lists = new Map(found);
	const waiting = new Map<string, (Waiting & {readonly url: string})[]>();
	const passed = new Map<string, HttpEvent>();
	/** The newest snapshots, given or not, and when they came. */
	const newest = new Map<string, {readonly event: HttpEvent; readonly at: number}>();
	/** Whether lists are waited for: those found ahead are of the first market. */
	let areListsDue = false;
	let hasEnded = false;

	const fromList = (purpose: RequestPurpose): HttpEvent | undefined =>
		[purpose, {...purpose, symbol: ''}]
			.map(one => lists.get(toKey(one)))
			// An answer of before that was none is not the one to this question.
			.find(known => known && (!areListsDue || known.status === 200));

	const refuseAll = () => {
		for (const {url, reject} of [...waiting.values()].flat()) reject(missing(url));
		waiting.clear();
	};

	return {
		get: (url: string): Promise<HttpResponse> =>
			new Promise((resolve, reject) => {
				const purpose = wire.purposeOf(url);
				const key = purpose && toKey(purpose);
				const known = purpose?.kind === 'list' ? fromList(purpose) : passed.get(key ?? '');
				if (known) {
					passed.delete(key ?? '');
					give({resolve, reject}, known);
				} else if (key === null || (purpose?.kind === 'list' && !areListsDue) || hasEnded) {
					reject(missing(url));
				} else {
					waiting.set(key, [...(waiting.get(key) ?? []), {url, resolve, reject}]);
				}
			}),
		deliver(event: HttpEvent, isOld: boolean) {
			const purpose = wire.purposeOf(event.url);
			if (!purpose) return;
			const key = toKey(purpose);
			if (purpose.kind === 'list') {
				lists.set(key, event);
				for (const one of waiting.get(key) ?? []) give(one, event);
				waiting.delete(key);
				return;
			}
			const isBook = purpose.kind === 'book' && event.status === 200 && !isOld;
			if (isBook) newest.set(key, {event, at: now()});
			const asked = waiting.get(key) ?? [];
			// A snapshot is for all who wait: some may have lost their connection since they asked.
			const answered = asked.splice(0, isBook ? asked.length : 1);
			for (const one of answered) give(one, event);
			if (isBook && answered.length === 0) {
				passed.set(key, event);
				onUnasked(purpose, true);
			}
		},
		/**
		 * A client begins anew with all that a connection heard since it opened: the newest snapshot since
		 * then may link to that, though another client was given it before.
		 */
		recall(endpoint: string, openedAt: number) {
			for (const [key, {event, at}] of newest)
				if (key.startsWith(`${exchangeOf(endpoint)} `) && at >= openedAt) passed.set(key, event);
		},
		/** A connection of the exchange is lost: messages since the snapshots kept may be missing. */
		forget(exchange: string) {
			for (const key of passed.keys()) if (key.startsWith(`${exchange} `)) passed.delete(key);
		},
		/** The recording client goes over to another market: what it asked for before is of no use. */
		turn() {
			areListsDue = true;
			passed.clear();
			newest.clear();
			refuseAll();
		},
		/** The recording was interrupted: what came before is of no use after it. */
		interrupt() {
			passed.clear();
			newest.clear();
			refuseAll();
		},
		/** Nothing more will come. */
		end() {
			hasEnded = true;
			refuseAll();
		},
	};
};
