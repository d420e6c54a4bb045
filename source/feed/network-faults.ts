import type {FeedFault} from '../faults.js';
import type {SocketEvent, TransportError} from '../transport/transport.js';
import {fromResponse} from './answer-faults.js';
import {HeldBackError} from './held-back.js';
import {describeLoginPage, InBetweenError, isLoginPage} from './login-page.js';

export {fromResponse, withNote} from './answer-faults.js';

/** A fault and, where one is known, the time before which no further request makes sense. */
export type NetworkFault = {
	readonly fault: FeedFault;
	/** Epoch milliseconds by our clock; null where the exchange asked for no pause. */
	readonly notBefore: number | null;
};

/** What to do about a proxy that refuses, by the code of that; null where it is something else. */
export const remedyForProxy = (errorCode: string): string | null => {
	const [, status] = /^PROXY_(\w+)$/.exec(errorCode) ?? [];
	if (status === undefined) return null;
	if (status === '407') return 'write them into its address: http://name:password@host:port';
	if (status === '407_GIVEN') return 'correct them in its address: http://name:password@host:port';
	if (status === '429') return 'wait, or name another (--proxy)';
	if (status === '403' || status === '451')
		return 'ask who runs it to let the host through, or name another (--proxy)';
	if (status === '503') return 'try again later, or name another (--proxy)';
	if (/^5(?!01|11)/.test(status))
		return 'it cannot reach the host: try again later, or name another (--proxy)';
	if (/^3|^511$/.test(status))
		return 'log in to the network in a browser, or name another (--proxy)';
	return 'it is no proxy for this: name another (--proxy)';
};

/** What to do about a failure, by the system's name of it. */
const remedyFor = (errorCode: string | undefined): string => {
	if (errorCode === undefined) return '';
	const proxy = remedyForProxy(errorCode);
	if (proxy !== null) return `; ${proxy}`;
	if (/^(ENOTFOUND|EAI_)/.test(errorCode)) return '; check the network and its DNS, or try --proxy';
	if (/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/.test(errorCode))
		return '; a proxy may stand in between: name its certificate in NODE_EXTRA_CA_CERTS';
	return '';
};

/** `connection refused: 127.0.0.1:1` for `127.0.0.1:1: connection refused`: where there is little room, the cause is what is read. */
const causeFirst = (text: string): string => {
	const [, host, cause] =
		/^(\[[^\]]+\](?::\d+)?|[^\s:]+(?::\d+)?)(?:: | (?=closed ))(.+)$/.exec(text) ?? [];
	return host === undefined || cause === undefined ? text : `${cause}: ${host}`;
};

const unreachable = (reason: string, errorCode: string | undefined): FeedFault => ({
	code: 'unreachable',
	detail: causeFirst(reason) + remedyFor(errorCode),
});

/** Why a request had no answer. */
export const fromError = (error: unknown): NetworkFault => {
	if (error instanceof HeldBackError) return {fault: error.fault, notBefore: error.until};
	if (error instanceof InBetweenError)
		return {fault: {code: 'in-between', detail: error.message}, notBefore: null};
	const {errorCode} = error as Partial<TransportError>;
	const reason = error instanceof Error ? error.message : String(error);
	return {fault: unreachable(reason, errorCode), notBefore: null};
};

/** Why a socket to a host closed. */
export const fromClose = (event: SocketEvent & {type: 'close'}, host: string): FeedFault => {
	const {status, errorCode, reason} = event;
	if (status !== undefined) {
		// Of a capture, the status may be all that is known.
		const {answer = {status, headers: {}, body: ''}} = event;
		// A handshake is not answered with 200 by who serves websockets.
		return isLoginPage(answer, host) || status === 200
			? {code: 'in-between', detail: describeLoginPage(answer)}
			: fromResponse(answer);
	}
	// What the socket could not make sense of: too long, or no websocket frame.
	if (errorCode?.startsWith('WS_ERR_')) return {code: 'bad-message', detail: reason};
	if (errorCode !== undefined) return unreachable(reason, errorCode);
	return {code: 'closed', detail: causeFirst(reason)};
};

/** Whether the address answered, but not with a websocket: another channel may still be served. */
export const isMissingPath = (event: SocketEvent & {type: 'close'}): boolean =>
	event.status !== undefined && [400, 404, 405, 410, 501].includes(event.status);
