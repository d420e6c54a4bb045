import type {CaptureEvent} from '../capture/capture-format.js';
import type {HttpResponse, TransportError} from '../transport/transport.js';
import {toKey, type RequestPurpose} from './replay-wire.js';

type HttpEvent = CaptureEvent & {readonly kind: 'http'};

/** Who asked, and for what. */
export type Waiting = {
	readonly url: string;
	/** Whether the client has lost its connection since: it may ask again for another. */
	isLeft: boolean;
	resolve(response: HttpResponse): void;
	reject(error: Error): void;
};

const noAnswer = (message: string, errorCode?: string): TransportError =>
	Object.assign(new Error(message), {name: 'TransportError', errorCode});

/** Answers one of them. */
export const give = ({resolve, reject}: Waiting, {status, data, headers, errorCode}: HttpEvent) => {
	if (status === 0) reject(noAnswer(data, errorCode));
	else resolve({status, headers: headers ?? {}, body: data});
};

export const missing = (url: string) => noAnswer(`the capture has no answer to ${url}`);

/** Addresses write a market's name in either case. */
const toWaitingKey = (purpose: RequestPurpose): string => toKey(purpose).toUpperCase();

/** Requests that have no answer yet, by their purpose, oldest first. */
export const createWaitingRequests = () => {
	const waiting = new Map<string, Waiting[]>();
	return {
		add(purpose: RequestPurpose, one: Waiting) {
			const key = toWaitingKey(purpose);
			waiting.set(key, [...(waiting.get(key) ?? []), one]);
		},
		/** Answers so many of them, which wait no more; returns whether any of their clients is there still. */
		answer(purpose: RequestPurpose, event: HttpEvent, most = Infinity): boolean {
			const answered = waiting.get(toWaitingKey(purpose))?.splice(0, most) ?? [];
			for (const one of answered) give(one, event);
			return answered.some(({isLeft}) => !isLeft);
		},
		/** The client of these books has lost its connection: what it asked for is not what it will ask for next. */
		leave(exchange: string, symbols: Iterable<string>) {
			for (const symbol of symbols) {
				const key = toWaitingKey({exchange, kind: 'book', symbol});
				for (const one of waiting.get(key) ?? []) one.isLeft = true;
			}
		},
		refuseAll() {
			for (const {url, reject} of [...waiting.values()].flat()) reject(missing(url));
			waiting.clear();
		},
	};
};
