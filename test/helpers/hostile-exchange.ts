import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {WebSocketServer} from 'ws';

/** Sets a title, paints, moves, reverses, hides: C0, DEL, C1, bidirectional controls, joiners, line separators. */
export const hostileText =
	'\u001B]0;OWNED\u0007\u001B[2J\u0001\u007F\u009B31m\u0085\u200E\u202E\u2066\u200B\uFEFF\u2028\u{E0041}x';

/** An exchange of every id that says nothing right, and all of it for the terminal to obey. Its addresses as variables. */
export const startHostileExchange = async () => {
	const symbols = [
		{
			symbol: `EVIL${hostileText}`,
			status: hostileText,
			baseAsset: `EVIL${hostileText}`,
			quoteAsset: 'USDT',
			filters: [],
		},
		{symbol: 'STEEMUSDT', status: hostileText, baseAsset: 'STEEM', quoteAsset: 'USDT', filters: []},
	];
	const server = createServer((request, response) => {
		const isList = request.url?.includes('exchangeInfo') === true;
		response.writeHead(isList ? 200 : 418, {'content-type': 'application/json'});
		response.end(
			JSON.stringify(
				isList
					? {symbols}
					: {code: -1, msg: hostileText, 'err-msg': hostileText, status: hostileText},
			),
		);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const sockets = new WebSocketServer({server});
	sockets.on('connection', socket => {
		socket.send(
			JSON.stringify({stream: hostileText, data: {e: hostileText}, error: {msg: hostileText}}),
		);
		socket.send(hostileText);
		// Longer reasons than 123 bytes do not fit.
		socket.close(4000, hostileText);
	});
	const {port} = server.address() as AddressInfo;
	return {
		environment: {
			STEEM_TUI_BINANCE_WS: `ws://127.0.0.1:${port}`,
			STEEM_TUI_BINANCE_REST: `http://127.0.0.1:${port}`,
			STEEM_TUI_HUOBI_WS: `ws://127.0.0.1:${port}`,
			STEEM_TUI_HUOBI_REST: `http://127.0.0.1:${port}`,
		},
		close() {
			sockets.close();
			server.closeAllConnections();
			server.close();
		},
	};
};
