/** An exchange of many markets in a process of its own, over sockets: says its port, then sends for ever. */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {WebSocketServer} from 'ws';
import {createManyMarkets} from '../../helpers/many-markets.js';

const [markets = 40, perSecond = 5, levels = 500] = process.argv.slice(2).map(Number);

/** Moved along with the time there is, in such steps. */
const stepMs = 10;

const {clock, transport, symbols, change, counts} = createManyMarkets(markets, levels);

const server = createServer((request, response) => {
	const url = new URL(request.url ?? '/', 'http://many');
	// What its clock says, by which its messages are dated.
	if (url.pathname === '/clock') {
		response.end(String(clock.now()));
		return;
	}
	void transport.get(url.href).then(({status, headers, body}) => {
		response.writeHead(status, {...headers, 'content-type': 'application/json'});
		response.end(body);
	});
});
new WebSocketServer({server}).on('connection', (socket, request) => {
	const url = new URL(request.url ?? '/', 'ws://many');
	const line = transport.connect(url.href, event => {
		if (event.type === 'message') socket.send(event.data);
		if (event.type === 'close') socket.close();
	});
	// As from an address of its own: what others asked for before is not counted.
	counts.weight = 0;
	// The client may speak before the line is open.
	socket.on('message', (data: Buffer) => void clock.after(50, () => line.send(data.toString())));
	socket.on('close', () => {
		line.close();
	});
});
server.listen(0, '127.0.0.1', () => {
	process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});

let last = performance.now();
let due = 0;
let next = 0;
const move = async () => {
	const now = performance.now();
	const ms = now - last;
	last = now;
	due += (ms / 1000) * perSecond * markets;
	for (; due >= 1; due--) change(symbols[next++ % symbols.length] ?? '');
	await clock.run(ms);
	setTimeout(() => void move(), stepMs);
};
void move();
