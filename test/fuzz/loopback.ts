import {createHash} from 'node:crypto';
import {createServer, type AddressInfo, type Socket} from 'node:net';
import type {WireAnswer} from './input.js';

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

const toKey = (request: string): string => {
	const key = /^sec-websocket-key: *(\S+)/im.exec(request)?.[1] ?? '';
	return createHash('sha1')
		.update(key + guid)
		.digest('base64');
};

/** Longer than any request of ours. */
const maxRequestLength = 16_384;

/** After the last frame: a client that only waits for more is not kept waiting. */
const lingerMs = 30;

/** One server for all exchanges, which says what it is told to, byte for byte. */
export const startLoopback = async () => {
	let answers: Readonly<Record<string, WireAnswer>> = {};
	const sockets = new Set<Socket>();

	const answer = (socket: Socket, request: string) => {
		const path = /^GET ([^ ?]*)/.exec(request)?.[1] ?? '';
		const found = answers[path];
		if (!found) {
			socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}');
			return;
		}
		const head = found.head.toString('latin1').replace('%ACCEPT%', toKey(request));
		socket.write(head, 'latin1');
		if (!/^upgrade:/im.test(request)) {
			socket.end(found.rest);
			return;
		}
		socket.write(found.rest);
		setTimeout(() => socket.end(), lingerMs).unref();
	};

	const server = createServer(socket => {
		let request = '';
		let isAnswered = false;
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		socket.setEncoding('latin1').on('data', (text: string) => {
			if (isAnswered) return;
			request += text;
			if (request.length > maxRequestLength) socket.destroy();
			if (!request.includes('\r\n\r\n')) return;
			isAnswered = true;
			answer(socket, request);
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

	return {
		/** Leads the program here. */
		environment: {
			STEEM_TUI_BINANCE_WS: `ws://${host}`,
			STEEM_TUI_BINANCE_REST: `http://${host}`,
			STEEM_TUI_HUOBI_WS: `ws://${host}`,
			STEEM_TUI_HUOBI_REST: `http://${host}`,
		},
		/** Ends all connections, and says this from now on. */
		say(next: Readonly<Record<string, WireAnswer>>) {
			for (const socket of sockets) socket.destroy();
			answers = next;
		},
		stop() {
			for (const socket of sockets) socket.destroy();
			server.close();
		},
	};
};

export type Loopback = Awaited<ReturnType<typeof startLoopback>>;
