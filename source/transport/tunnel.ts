import http from 'node:http';
import type {Socket} from 'node:net';
import {toPlainText} from '../faults.js';
import {TransportError} from './transport.js';

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
 * The code is `PROXY_` and the HTTP status, or `PROXY_SOCKS`.
 */
export const refusal = ({name}: Proxy, what: string, code: string) =>
	new TransportError(`the proxy ${name} ${what}`, `PROXY_${code}`);

/** Name and password of a proxy's address, decoded. */
export const credentialsOf = ({url}: Proxy) => ({
	user: decodeURIComponent(url.username),
	password: decodeURIComponent(url.password),
});

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
			...(user === '' && password === '' ? {} : {'proxy-authorization': `Basic ${login}`}),
		};
		http
			.request({method: 'CONNECT', path, headers, signal, createConnection: () => socket})
			.on('error', reject)
			.on('connect', ({statusCode = 0, statusMessage = ''}, _socket, head: Buffer) => {
				if (statusCode >= 200 && statusCode < 300) {
					if (head.length > 0) socket.unshift(head);
					resolve(socket);
					return;
				}
				socket.destroy();
				const said = `HTTP ${statusCode} ${toPlainText(statusMessage, 60)}`.trim();
				const what =
					statusCode === 407
						? `wants a name and password (${said})`
						: `refuses a tunnel to ${path} (${said})`;
				reject(refusal(proxy, what, `${statusCode}`));
			})
			.end();
	});
