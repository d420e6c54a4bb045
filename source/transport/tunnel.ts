import http from 'node:http';
import type {Socket} from 'node:net';
import {toPlainText} from '../faults.js';
import {toHeaders} from './headers.js';
import {TransportError, type HttpResponse} from './transport.js';

/** A proxy on the way. */
export type Proxy = {
	/** With name and password: never shown, see `name`. */
	readonly url: URL;
	/** Its host and port, for people. */
	readonly name: string;
};

/** Where a tunnel is to end. A name goes to the proxy as it is. */
export type Target = {readonly host: string; readonly port: number};

/**
 * What a proxy said in place of a tunnel. The exchange has not been asked: it is never to blame.
 * The code is `PROXY_` and the HTTP status, `PROXY_407_GIVEN` where it had a name and password, or
 * `PROXY_SOCKS`.
 */
export const refusal = ({name}: Proxy, what: string, code: string, answer?: HttpResponse) =>
	new TransportError(`the proxy ${name} ${what}`, `PROXY_${code}`, answer);

/** Name and password of a proxy's address, decoded. */
export const credentialsOf = ({url}: Proxy) => ({
	user: decodeURIComponent(url.username),
	password: decodeURIComponent(url.password),
});

const hasCredentials = ({url}: Proxy): boolean => url.username !== '' || url.password !== '';

/** A proxy that wants a name and password, or others than those in its address. */
export const loginRefusal = (proxy: Proxy, said = '', answer?: HttpResponse): TransportError =>
	hasCredentials(proxy)
		? refusal(proxy, `does not accept the name and password given${said}`, '407_GIVEN', answer)
		: refusal(proxy, `wants a name and password${said}`, '407', answer);

/** What a proxy that refuses says of an address, by the HTTP status. */
const describeRefusal = (status: number, address: string): string => {
	if (status === 403 || status === 451) return `does not allow the address ${address}`;
	if (status === 429) return 'asks for fewer requests';
	return `refuses a tunnel to ${address}${status === 503 ? ' for now' : ''}`;
};

/** Asks an HTTP proxy for a tunnel (RFC 9110, 9.3.6). The socket is the one to the proxy. */
export const tunnelByConnect = (
	socket: Socket,
	proxy: Proxy,
	{host, port}: Target,
	signal: AbortSignal,
): Promise<Socket> =>
	new Promise((resolve, reject) => {
		const {user, password} = credentialsOf(proxy);
		const path = `${host}:${port}`;
		const login = Buffer.from(`${user}:${password}`).toString('base64');
		const headers = {
			host: path,
			'user-agent': 'steem-tui',
			connection: 'keep-alive',
			'proxy-connection': 'keep-alive',
			...(hasCredentials(proxy) ? {'proxy-authorization': `Basic ${login}`} : {}),
		};
		http
			.request({method: 'CONNECT', path, headers, signal, createConnection: () => socket})
			.on('error', reject)
			.on('connect', (response, _socket, head: Buffer) => {
				const {statusCode: status = 0, statusMessage = ''} = response;
				if (status >= 200 && status < 300) {
					if (head.length > 0) socket.unshift(head);
					resolve(socket);
					return;
				}
				socket.destroy();
				const said = ` (${`HTTP ${status} ${toPlainText(statusMessage, 60)}`.trim()})`;
				const answer = {status, headers: toHeaders(response), body: ''};
				reject(
					status === 407
						? loginRefusal(proxy, said, answer)
						: refusal(proxy, describeRefusal(status, path) + said, `${status}`, answer),
				);
			})
			.end();
	});
