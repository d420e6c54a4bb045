import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {isIP, type AddressInfo} from 'node:net';

/** Where a server listens. */
export type ListenAddress = {
	readonly host: string;
	/** 0 for one that is free. */
	readonly port: number;
};

export type Answer = {
	readonly status: number;
	readonly type: string;
	readonly body: string;
};

/** What is answered at a path. */
export type Pages = Readonly<Record<string, () => Promise<Answer>>>;

export type HttpServer = {
	/** `http://127.0.0.1:9100` */
	readonly url: string;
	close(): Promise<void>;
};

/** Milliseconds that who asks has to say what for. */
const patienceMs = 10_000;

/** Who asks: a scraper, a watchdog, some people. */
const maxConnections = 64;

const toStrange =
	'this is for this machine alone: ask for localhost, or let --http HOST:PORT name an address that others reach';

const plain = (status: number, text: string): Answer => ({
	...{status, type: 'text/plain; charset=utf-8', body: `${text}\n`},
});

/** The name by which it was asked, without the port; null where none was told. */
const nameIn = ({headers: {host}}: IncomingMessage): string | null =>
	host
		?.replace(/:\d*$/, '')
		.replace(/^\[(.*)\]$/, '$1')
		.replace(/\.$/, '')
		.toLowerCase() ?? null;

/** What leads to this machine alone. */
const loopback = /^(::ffff:)?127\.|^::1$/;

/**
 * Whether a request names another machine than that which listens. What is served for this machine alone is not for a
 * page of a browser either, which may let a name of its own lead here; addresses are no names.
 */
const isStrange = (request: IncomingMessage, host: string, address: string): boolean => {
	const name = loopback.test(address) ? nameIn(request) : null;
	if (name === null || name === host.toLowerCase()) return false;
	return isIP(name) === 0 && !/^(.+\.)?localhost$/.test(name);
};

const answerTo = async (pages: Pages, request: IncomingMessage): Promise<Answer> => {
	const {method, url = ''} = request;
	const [path = ''] = url.split('?');
	const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
	if (!page) return plain(404, `there is only ${Object.keys(pages).join(' and ')}`);
	if (method !== 'GET' && method !== 'HEAD') return plain(405, 'only GET and HEAD');
	return page();
};

const send = (response: ServerResponse, {status, type, body}: Answer, isHead: boolean) => {
	response.writeHead(status, {
		'content-type': type,
		'content-length': Buffer.byteLength(body),
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
	});
	response.end(isHead ? undefined : body);
};

const formatUrl = ({address, port, family}: AddressInfo): string =>
	`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

/** Serves pages to whoever asks. Rejects where it cannot listen. */
export const startHttpServer = async (
	{host, port}: ListenAddress,
	pages: Pages,
): Promise<HttpServer> => {
	let address = '';
	const server = createServer((request, response) => {
		const isHead = request.method === 'HEAD';
		if (isStrange(request, host, address)) {
			send(response, plain(403, toStrange), isHead);
			return;
		}
		answerTo(pages, request).then(
			answer => send(response, answer, isHead),
			(error: unknown) => send(response, plain(500, String(error)), isHead),
		);
	});
	server.headersTimeout = patienceMs;
	server.requestTimeout = patienceMs;
	server.maxConnections = maxConnections;
	await new Promise<void>((resolve, reject) => {
		// Heard for ever: one of a later connection, where no file is to be had for it, ends nothing.
		server.on('error', reject);
		server.listen(port, host, resolve);
	});
	const own = server.address() as AddressInfo;
	({address} = own);
	return {
		url: formatUrl(own),
		close: () =>
			new Promise(resolve => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
};
