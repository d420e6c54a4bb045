import {toPlainText} from '../faults.js';
import {TransportError} from './transport.js';

const words: Readonly<Record<string, string>> = {
	ENOTFOUND: 'host not found',
	EAI_AGAIN: 'host name lookup failed',
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'connection reset',
	EPIPE: 'connection reset',
	ETIMEDOUT: 'timed out',
	EHOSTUNREACH: 'host unreachable',
	ENETUNREACH: 'network unreachable',
	EPROTO: 'TLS handshake failed',
	WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'message too large',
};

const describeCode = (code: string): string | undefined => {
	if (/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/.test(code))
		return `certificate not trusted (${code})`;
	return code.startsWith('ERR_SSL_') ? words['EPROTO'] : words[code];
};

/** The host of an address for people, with its port where that is not the usual one. */
export const hostOf = (url: string): string =>
	URL.canParse(url) ? new URL(url).host : toPlainText(url);

/** What went wrong, in words and by the system's name, with whom (`api.binance.com`, `the proxy p:1`). */
export const toTransportError = (who: string, error: unknown, way = ''): TransportError => {
	if (error instanceof TransportError) return error;
	const {code: named, message} = error as {code?: unknown; message: string};
	// A number is that of a `DOMException`, which says nothing: what was given up has one.
	const code = typeof named === 'string' ? named : undefined;
	const what = (code === undefined ? undefined : describeCode(code)) ?? toPlainText(message);
	return new TransportError(`${who}: ${what}${way}`, code);
};

/** `who` is with whom it waited. */
export const timedOut = (who: string, what: string): TransportError =>
	new TransportError(`${who}: ${what}`, 'ETIMEDOUT');
