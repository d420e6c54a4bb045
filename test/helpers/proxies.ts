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
type TestProxy = {readonly url: string; readonly targets: string[]; close(): void};

/** An HTTP proxy that tunnels by CONNECT; with `status`, one that refuses with it. */
export const startHttpProxy = async (status?: number): Promise<TestProxy> => {
	const targets: string[] = [];
	const open = new Set<Duplex>();
	const server = createServer((_request, response) => {
		response.writeHead(400).end();
	});
	server.on('connect', (request: IncomingMessage, client: Duplex) => {
		open.add(client);
		targets.push(request.url ?? '');
		if (status !== undefined) {
			client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
			return;
		}
		const [host, port] = (request.url ?? '').split(':');
		const upstream = connect(Number(port), host, () => {
			client.write('HTTP/1.1 200 OK\r\n\r\n');
			join(client, upstream);
		});
		open.add(upstream);
		upstream.on('error', () => client.destroy());
	});
	const port = await listen(server);
	return {
		url: `http://127.0.0.1:${port}`,
		targets,
		close() {
			for (const stream of open) stream.destroy();
			server.close();
		},
	};
};

/** A SOCKS5 proxy without authentication, for addresses and names (RFC 1928). */
export const startSocksProxy = async (): Promise<TestProxy> => {
	const targets: string[] = [];
	const open = new Set<Socket>();
	const server = createTcpServer(client => {
		open.add(client);
		client.on('error', () => client.destroy());
		client.once('data', () => {
			client.write(Buffer.from([5, 0]));
			client.once('data', request => {
				const isName = request[3] === 3;
				const length = isName ? (request[4] ?? 0) : 4;
				const from = isName ? 5 : 4;
				const host = isName
					? request.subarray(from, from + length).toString()
					: [...request.subarray(from, from + 4)].join('.');
				const port = request.readUInt16BE(from + length);
				targets.push(`${host}:${port}`);
				const upstream = connect(port, host, () => {
					client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
					join(client, upstream);
				});
				open.add(upstream);
				upstream.on('error', () => client.destroy());
			});
		});
	});
	const port = await listen(server);
	return {
		url: `socks5://127.0.0.1:${port}`,
		targets,
		close() {
			for (const socket of open) socket.destroy();
			server.close();
		},
	};
};
