import {toData, type UntimedEvent} from '../capture/capture-format.js';
import type {HttpResponse, SocketEvent, TransportError} from '../transport/transport.js';

/** A connection: its number, where it leads, and to whose exchange where that is known. */
export type Place = {
	readonly number: number;
	readonly url: string;
	readonly exchange: string | undefined;
};

type Met = Place & {
	/** Whether it ever opened. */
	readonly isOpen: boolean;
};

/**
 * The headers that tell how much more may be asked: `Retry-After`, and the weight used so far; of a
 * refusal those, too, by which it is understood.
 */
const headersIn = ({
	status,
	headers: all,
}: HttpResponse): {headers?: Readonly<Record<string, string>>} => {
	const names = /^retry-after$|-weight\b|rate-?limit/;
	const ofRefusals = /^(date|location|content-type)$/;
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(all)) {
		if (value === undefined) continue;
		if (names.test(name) || (status !== 200 && ofRefusals.test(name))) headers[name] = value;
	}
	return Object.keys(headers).length > 0 ? {headers} : {};
};

/** A text as text, where it came as its bytes. */
export const toPlain = ({
	data,
	isText = false,
}: SocketEvent & {type: 'message'}): string | Buffer => (isText ? data.toString() : data);

const toWhere = ({url, exchange}: Pick<Place, 'url' | 'exchange'>) =>
	exchange === undefined ? {url} : {url, exchange};

/** That a connection is open, as a capture has it. */
export const toOpen = ({number: connection, ...place}: Place): UntimedEvent => ({
	...{kind: 'open', connection},
	...toWhere(place),
});

/** What came on a connection, as a capture has it. */
export const toReceived = (
	{number: connection, isOpen, ...place}: Met,
	event: SocketEvent,
): UntimedEvent => {
	switch (event.type) {
		case 'open':
			return toOpen({number: connection, ...place});
		case 'message':
			return {kind: 'ws', connection, ...toData(toPlain(event))};
		case 'ping':
			return {kind: 'ping', connection};
		case 'pong':
			return {kind: 'ping', connection, pong: true};
		case 'close': {
			const {type: kind, answer, ...why} = event;
			const said = answer && {...headersIn(answer), ...(answer.body ? {data: answer.body} : {})};
			return {kind, connection, ...(isOpen ? {} : toWhere(place)), ...why, ...said};
		}
	}
};

export const toSent = (connection: number, data: string): UntimedEvent => ({
	kind: 'sent',
	connection,
	data,
});

export const toAnswer = (url: string, response: HttpResponse) => {
	const {status, body: data} = response;
	return {kind: 'http', url, status, data, ...headersIn(response)} as const;
};

export const toFailedAnswer = (
	url: string,
	{message, errorCode}: TransportError,
): UntimedEvent => ({
	...{kind: 'http', url, status: 0, data: message},
	...(errorCode ? {errorCode} : {}),
});
