import {remedyForProxy} from '../feed/network-faults.js';
import {TransportError} from '../transport/transport.js';

/** What may help against a failure on the network. */
export type Circumstances = {
	/** The proxy's host and port, where there is one. */
	readonly proxy: string | null;
	/** Where the address comes from, where it is not the exchange's own: `environment STEEM_TUI_HUOBI_WS`. */
	readonly addressFrom: string | null;
};

const untrusted =
	'something on the way (a proxy of a company, a virus scanner) shows a certificate of its own: name its file in NODE_EXTRA_CA_CERTS, or set the clock right if it is wrong';

const remedies: readonly (readonly [pattern: RegExp, remedy: string])[] = [
	[
		/^(ENOTFOUND|EAI_AGAIN)$/,
		'check the network connection and the name server; behind a proxy, name it with --proxy or HTTPS_PROXY',
	],
	[
		/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
		`set the clock of this computer right, if it is wrong; else ${untrusted}`,
	],
	[/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/, untrusted],
	[
		/^(EPROTO|ERR_SSL_)/,
		'what answers there speaks no TLS: check the address, and whether a proxy is needed (--proxy)',
	],
	[
		/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/,
		'check the network connection; if a firewall is in the way, connect through a proxy (--proxy)',
	],
	[
		/^(ETIMEDOUT|ECONNRESET|EPIPE)$/,
		'try again; if it stays so, a firewall may be in the way: connect through a proxy (--proxy)',
	],
];

export const portalRemedy =
	'log in to the network if it wants that (a page of a hotel or company), or use a proxy (--proxy)';

const otherwise = 'try again; a proxy (--proxy) may help, and --exchange leaves the exchange out';

/** What to do where there was no answer. */
export const remedyForError = (error: unknown, circumstances: Circumstances): string => {
	const code = error instanceof TransportError ? (error.errorCode ?? '') : '';
	const {proxy, addressFrom} = circumstances;
	const refused = remedyForProxy(code);
	if (refused !== null) return refused;
	if (proxy !== null) return `check the proxy ${proxy}`;
	if (addressFrom !== null && !/^(CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS_CERT_)/.test(code))
		return `check the address, which comes from ${addressFrom}`;
	return remedies.find(([pattern]) => pattern.test(code))?.[1] ?? otherwise;
};

/** What to do where the answer has another status than 200. */
export const remedyForStatus = (status: number, circumstances: Circumstances): string => {
	const {proxy, addressFrom} = circumstances;
	if (status === 407)
		return 'write name and password into the proxy: http://name:password@host:port';
	if (status === 403 || status === 451)
		return `the exchange does not serve this place: ${addressFrom === null ? '' : `do without ${addressFrom}, so that its other hosts are tried, `}connect through a proxy elsewhere (--proxy), or leave it out (--exchange)`;
	if (status === 418 || status === 429)
		return 'wait as long as it asks for; other programs may share the address';
	if (status >= 500) return 'the exchange has trouble of its own: try again later';
	if (addressFrom !== null) return `check the address, which comes from ${addressFrom}`;
	return proxy === null ? otherwise : `check the proxy ${proxy}`;
};
