import {createServer, type IncomingMessage} from 'node:http';
import {createServer as createTcpServer, connect, type AddressInfo, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';

const join = (a: Duplex, b: Duplex) => {
	a.pipe(b).pipe(a);
	for (const stream of [a, b]) stream.on('error', () => stream.destroy());
};

const listen = async (server: ReturnType<typeof createTcpServer>) => {
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
};

/** A proxy on loopback: its address, and the targets that were reached through it. */
type TestProxy = {
	readonly url: string;
	readonly targets: string[];
	/** `name:password` as they were given, in their order. */
	readonly logins: string[];
	/** Connections that are open. */
	readonly open: ReadonlySet<Duplex>;
	close(): void;
};

const createPort = (scheme: string, port: number, server: {close(): unknown}) => {
	const open = new Set<Duplex>();
	const proxy: TestProxy = {
		url: `${scheme}://127.0.0.1:${port}`,
		targets: [],
		logins: [],
		open,
		close() {
			for (const stream of open) stream.destroy();
			server.close();
		},
	};
	const follow = (stream: Duplex) => {
		open.add(stream);
		stream.on('close', () => open.delete(stream)).on('error', () => stream.destroy());
	};
	return {proxy, follow};
};

/** What an HTTP proxy says in place of a tunnel. */
export type Refusal = {readonly status: number; readonly text?: string; readonly more?: string};

/** An HTTP proxy that tunnels by CONNECT; with `refusal`, one that refuses with it. */
export const startHttpProxy = async (refusal?: number | Refusal): Promise<TestProxy> => {
	const server = createServer((_request, response) => {
		response.writeHead(400).end();
	});
	const {proxy, follow} = createPort('http', await listen(server), server);
	const {
		status = undefined,
		text = 'No',
		more = '',
	} = typeof refusal === 'number' ? {status: refusal} : (refusal ?? {});
	server.on('connect', (request: IncomingMessage, client: Duplex) => {
		follow(client);
		proxy.targets.push(request.url ?? '');
		const login = /^Basic (.*)$/.exec(request.headers['proxy-authorization'] ?? '')?.[1];
		if (login !== undefined) proxy.logins.push(Buffer.from(login, 'base64').toString());
		if (status !== undefined) {
			client.end(`HTTP/1.1 ${status} ${text}\r\nContent-Length: 0\r\n${more}\r\n`);
			return;
		}
		const [, host, port] = /^\[?(.*?)\]?:(\d+)$/.exec(request.url ?? '') ?? [];
		const upstream = connect(Number(port), host, () => {
			client.write('HTTP/1.1 200 OK\r\n\r\n');
			join(client, upstream);
		});
		follow(upstream);
		upstream.on('error', () => client.destroy());
	});
	return proxy;
};

/** A proxy that takes connections and never answers. */
export const startDeafProxy = async (scheme = 'http'): Promise<TestProxy> => {
	const server = createTcpServer();
	const {proxy, follow} = createPort(scheme, await listen(server), server);
	server.on('connection', client => {
		follow(client);
		// Read, so that its end is heard.
		client.resume();
	});
	return proxy;
};

export type SocksOptions = {
	/** How names are found: a host that only the proxy knows is on loopback. */
	readonly resolve?: (name: string) => string;
	/** Answered in place of a tunnel: 2 not allowed, 8 no names. */
	readonly refusal?: number;
	readonly login?: string;
};

/** A SOCKS5 proxy for addresses and names (RFC 1928), with or without a login (RFC 1929). */
export const startSocksProxy = async ({
	resolve = name => name,
	refusal,
	login,
}: SocksOptions = {}): Promise<TestProxy> => {
	const server = createTcpServer();
	const {proxy, follow} = createPort('socks5', await listen(server), server);

	const tunnel = (client: Socket) =>
		client.once('data', request => {
			const isName = request[3] === 3;
			const length = isName ? (request[4] ?? 0) : 4;
			const from = isName ? 5 : 4;
			const host = isName
				? request.subarray(from, from + length).toString()
				: [...request.subarray(from, from + 4)].join('.');
			const port = request.readUInt16BE(from + length);
			proxy.targets.push(`${host}:${port}`);
			if (refusal !== undefined) {
				client.end(Buffer.from([5, refusal, 0, 1, 0, 0, 0, 0, 0, 0]));
				return;
			}
			const upstream = connect(port, resolve(host), () => {
				client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
				join(client, upstream);
			});
			follow(upstream);
			upstream.on('error', () => client.destroy());
		});

	server.on('connection', client => {
		follow(client);
		client.once('data', hello => {
			if (login === undefined) {
				client.write(Buffer.from([5, 0]));
				tunnel(client);
				return;
			}
			if (!hello.subarray(2).includes(2)) {
				client.end(Buffer.from([5, 0xff]));
				return;
			}
			client.write(Buffer.from([5, 2]));
			client.once('data', data => {
				const nameEnd = 2 + (data[1] ?? 0);
				const given = `${data.subarray(2, nameEnd).toString()}:${data.subarray(nameEnd + 1).toString()}`;
				proxy.logins.push(given);
				if (given === login) {
					client.write(Buffer.from([1, 0]));
					tunnel(client);
				} else {
					client.end(Buffer.from([1, 1]));
				}
			});
		});
	});
	return proxy;
};
