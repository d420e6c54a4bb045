import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gzipSync} from 'node:zlib';
import {WebSocketServer, type WebSocket} from 'ws';
import {readCapture, toSocketData, type CaptureLine} from './captures.js';

const quotes = ['USDT', 'HUSD', 'BTC', 'ETH', 'TRY', 'EUR'];

/** `STEEMETH` → `STEEM/ETH`. */
export const pairOf = (symbol: string): {base: string; quote: string} => {
	const upper = symbol.toUpperCase();
	const quote = quotes.find(candidate => upper.endsWith(candidate)) ?? '';
	return {base: upper.slice(0, -quote.length), quote};
};

const exchangeInfo = (symbols: readonly string[]) => ({
	symbols: symbols.map(symbol => {
		const {base, quote} = pairOf(symbol);
		return {symbol, status: 'TRADING', baseAsset: base, quoteAsset: quote, filters: []};
	}),
});

const huobiSymbols = (symbols: readonly string[]) => ({
	status: 'ok',
	data: symbols.map(symbol => {
		const {base, quote} = pairOf(symbol);
		return {
			symbol,
			'base-currency': base.toLowerCase(),
			'quote-currency': quote.toLowerCase(),
			'price-precision': 8,
			'amount-precision': 4,
			state: 'online',
		};
	}),
});

const isHuobi = (file: string) => file.includes('huobi');

const send = (socket: WebSocket, file: string, line: CaptureLine) => {
	const data = toSocketData(line);
	socket.send(isHuobi(file) && typeof data === 'string' ? gzipSync(data) : data);
};

/**
 * Serves one capture as its exchange did, on loopback: websocket messages in order, a snapshot when its
 * turn has come and it was asked for. `url` is an address for all four endpoints.
 */
export const startCaptureServer = async (file: string, symbols: readonly string[]) => {
	const lines = readCapture(file);
	/** Answers that wait for the capture to reach their snapshot, by symbol. */
	const asked = new Map<string, ServerResponse>();
	let onAsked: () => void = () => undefined;

	const server = createServer((request, response) => {
		const {pathname, searchParams} = new URL(request.url ?? '/', 'http://localhost');
		if (pathname === '/api/v3/exchangeInfo') response.end(JSON.stringify(exchangeInfo(symbols)));
		else if (pathname === '/v1/common/symbols') response.end(JSON.stringify(huobiSymbols(symbols)));
		else if (pathname === '/api/v3/depth') {
			asked.set(searchParams.get('symbol') ?? '', response);
			onAsked();
		} else {
			response.statusCode = 404;
			response.end();
		}
	});

	const answer = async (line: CaptureLine, followed: string) => {
		const symbol = new URL(line.url).searchParams.get('symbol') ?? '';
		if (symbol.toLowerCase() !== followed) return;
		while (!asked.has(symbol)) await new Promise<void>(resolve => (onAsked = resolve));
		asked.get(symbol)?.end(line.data);
		asked.delete(symbol);
	};

	const play = async (socket: WebSocket, followed: string) => {
		for (const line of lines) {
			if (line.kind === 'ws') send(socket, file, line);
			else await answer(line, followed);
		}
	};

	const sockets = new WebSocketServer({server, perMessageDeflate: false});
	sockets.on('connection', (socket, request) => {
		const path = request.url ?? '';
		const [, stream = ''] = /streams=([^@]+)@/.exec(path) ?? [];
		if (stream !== '') void play(socket, stream);
		socket.on('message', data => {
			const message = JSON.parse(String(data)) as {sub?: string; id?: string};
			if (message.sub === undefined) return;
			const isServed = lines[0]?.url.endsWith(path) ?? false;
			if (isServed) void play(socket, '');
			else {
				const refusal = {id: message.id, status: 'error', 'err-code': 'bad-request'};
				const text = JSON.stringify({...refusal, 'err-msg': `invalid topic ${message.sub}`, ts: 1});
				socket.send(gzipSync(text));
			}
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
