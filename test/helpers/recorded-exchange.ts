import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {WebSocketServer, type WebSocket} from 'ws';
import type {Exchange} from '../../source/exchanges/exchange.js';
import type {WireRules} from '../../source/exchanges/wire-rules.js';
import {readCapture, type CaptureLine} from './captures.js';

const toText = (data: unknown): string => String(data);

/** Gate's way to say that it has no such stream. */
const refuseGate = (sent: string): string => {
	const {id, channel, payload} = JSON.parse(sent) as Record<string, unknown>;
	return JSON.stringify({
		...{time: 1, id, channel, event: 'subscribe', payload},
		error: {code: 2, message: 'unknown channel'},
		result: {status: 'fail'},
	});
};

/** The topics of books in what a recording has received. */
const topicsOf = (lines: readonly CaptureLine[], rules: WireRules): ReadonlySet<string> =>
	new Set(
		lines
			.filter(({kind}) => kind === 'ws')
			.map(({data}) => rules.topicOf(data).name)
			.filter(name => rules.bookOf(name) !== null),
	);

/** How often it looks whether a snapshot that has its turn was asked for, in milliseconds. */
const lookMs = 20;

/**
 * Serves a capture of an exchange as that did, on loopback: what it received once its book is subscribed to, in its
 * order and as fast as it is read; a snapshot over HTTP when its turn has come and it was asked for. It has no lists.
 */
export const startRecordedExchange = async (file: string, {wire: rules}: Exchange) => {
	if (!rules) throw new Error('an exchange that does not tell how it is read');
	const lines = readCapture(file);
	const topics = topicsOf(lines, rules);
	/** Requests that wait, by symbol. */
	const asked = new Map<string, ServerResponse>();

	const server = createServer((request, response) => {
		const symbol = rules.snapshotSymbol(new URL(request.url ?? '/', 'http://localhost'));
		if (symbol !== null) {
			asked.set(symbol, response);
			return;
		}
		response.statusCode = 404;
		response.end();
	});

	const answer = async ({url, data}: CaptureLine) => {
		const symbol = rules.snapshotSymbol(new URL(url)) ?? '';
		while (!asked.has(symbol)) await new Promise(resolve => setTimeout(resolve, lookMs));
		asked.get(symbol)?.end(data);
		asked.delete(symbol);
	};

	const play = async (socket: WebSocket) => {
		for (const line of lines) {
			if (line.kind === 'http') await answer(line);
			else socket.send(line.frame === 'binary' ? Buffer.from(line.data) : line.data);
		}
	};

	const sockets = new WebSocketServer({server, perMessageDeflate: false});
	sockets.on('connection', socket => {
		let isPlayed = false;
		socket.on('message', data => {
			const sent = toText(data);
			const wanted = rules.topicsIn(sent);
			if (wanted.length === 0 || isPlayed) return;
			isPlayed = wanted.some(topic => topics.has(topic));
			if (isPlayed) void play(socket);
			else socket.send(refuseGate(sent));
		});
	});

	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		close() {
			for (const socket of sockets.clients) socket.terminate();
			server.closeAllConnections();
			server.close();
		},
	};
};
