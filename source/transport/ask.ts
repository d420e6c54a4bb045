import http, {type ClientRequest, type IncomingMessage} from 'node:http';
import https from 'node:https';
import type {Socket} from 'node:net';

/** Answers before the answer (`100 Continue`, `103 Early Hints`): no exchange sends any, some proxy one or two. */
const maxInterim = 8;

/** Ends a request that is answered with nothing but interim answers: each is short, but they may never end. */
export const boundInterim = (request: ClientRequest): ClientRequest => {
	let count = 0;
	return request.on('information', () => {
		if (++count > maxInterim) request.destroy(new Error('the answer never begins'));
	});
};

/** The header by which a mirror knows who asks. */
export type Login = {readonly authorization?: string};

/** Asks over a connection that is there; resolves when the answer begins. */
export const ask = (
	url: URL,
	login: Login,
	connection: Socket,
	signal: AbortSignal,
): Promise<IncomingMessage> =>
	new Promise((resolve, reject) => {
		const client = url.protocol === 'https:' ? https : http;
		const headers = {
			accept: 'application/json',
			'accept-encoding': 'gzip',
			'user-agent': 'steem-tui',
			...login,
		};
		boundInterim(client.get(url, {headers, signal, createConnection: () => connection}))
			.on('error', reject)
			.on('response', resolve);
	});
