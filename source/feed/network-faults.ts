import type {FeedFault} from '../faults.js';
import type {HttpResponse, SocketEvent} from '../transport/transport.js';

/** A fault and, where the exchange named it, the time before which it wants no further request. */
export type NetworkFault = {readonly fault: FeedFault; readonly notBefore: number | null};

const fromStatus = (status: number, said: string): FeedFault => {
	if (status === 429 || status === 418) return {code: 'rate-limited', detail: `HTTP ${status}`};
	if (status === 451 || status === 403) return {code: 'not-allowed', detail: `HTTP ${status}`};
	return {code: 'http-error', detail: `HTTP ${status}${said === '' ? '' : ` ${said}`}`};
};

/** The exchange's own words where the body is its JSON, nothing where it is a page. */
const saidIn = (body: string): string => {
	const message = /"(?:msg|err-msg)"\s*:\s*"([^"]{1,100})/.exec(body);
	return message?.[1] ?? '';
};

/** Why an HTTP answer is of no use. `Retry-After` is in seconds. */
export const fromResponse = (response: HttpResponse, now: number): NetworkFault => {
	const seconds = Number(response.headers['retry-after']);
	return {
		fault: fromStatus(response.status, saidIn(response.body)),
		notBefore: seconds > 0 ? now + seconds * 1000 : null,
	};
};

/** Why a request had no answer. */
export const fromError = (error: unknown): NetworkFault => ({
	fault: {code: 'unreachable', detail: error instanceof Error ? error.message : String(error)},
	notBefore: null,
});

/** Why a socket closed. */
export const fromClose = (event: SocketEvent & {type: 'close'}): FeedFault => {
	if (event.status !== undefined) return fromStatus(event.status, '');
	if (event.errorCode !== undefined) return {code: 'unreachable', detail: event.reason};
	return {code: 'closed', detail: event.reason};
};

/** Whether the address answered, but not with a websocket: another channel may still be served. */
export const isMissingPath = (event: SocketEvent & {type: 'close'}): boolean =>
	event.status !== undefined && [400, 404, 405, 410, 501].includes(event.status);
