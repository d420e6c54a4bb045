import {once} from 'node:events';
import net, {type AddressInfo, type Socket} from 'node:net';

/** What a peer does to whoever connects to it; the first bytes it is sent have come. */
export type Behaviour = (client: Socket, asked: Buffer) => void;

const drip =
	(begin: string, ms = 5): Behaviour =>
	client => {
		client.write(begin);
		const timer = setInterval(() => client.write('x'), ms);
		client.on('close', () => {
			clearInterval(timer);
		});
	};

/** Writes as fast as it is read. */
export const flood =
	(begin: string, piece: string): Behaviour =>
	client => {
		client.write(begin);
		const pieces = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
		const go = () => {
			while (!client.destroyed && client.write(pieces));
		};
		client.on('drain', go);
		go();
	};

/** What is said before the headers end is HTTP, to a request as to the wish for a tunnel. */
export const dripping: Readonly<Record<string, Behaviour>> = {
	'never answers': () => undefined,
	'drips its status': drip('HTTP/1.1 200 O'),
	'drips its headers': drip('HTTP/1.1 200 OK\r\nX-Slow: '),
	'drips interim answers': client => {
		const timer = setInterval(() => client.write('HTTP/1.1 102 Wait\r\n\r\n'), 20);
		client.on('close', () => {
			clearInterval(timer);
		});
	},
};

/** Takes the login of SOCKS 5, or the wish for a tunnel, and then does something else than it should. */
const afterwards =
	(begin: Buffer | string, next: Behaviour): Behaviour =>
	client => {
		client.write(begin);
		client.once('data', asked => {
			next(client, asked);
		});
	};

const noLogin = Buffer.from([5, 0]);

/** A reply that announces the longest of all addresses. */
const longReply = Buffer.from([5, 0, 0, 3, 255]).toString('latin1');

export const drippingSocks: Readonly<Record<string, Behaviour>> = {
	'answers the greeting alone': client => client.write(noLogin),
	'drips its reply': afterwards(noLogin, drip(longReply)),
};

/** Grants a tunnel that leads to nobody. */
export const grantingHttp = (next: Behaviour): Behaviour =>
	afterwards('HTTP/1.1 200 OK\r\n\r\n', next);

export const flooding: Readonly<Record<string, Behaviour>> = {
	'sends a status without end': flood('HTTP/1.1 200 O', 'k'),
	'sends one header without end': flood('HTTP/1.1 200 OK\r\nX-Long: ', 'x'),
	'sends headers without end': flood('HTTP/1.1 200 OK\r\n', 'A: b\r\n'),
	'sends interim answers without end': flood('', 'HTTP/1.1 102 Wait\r\n\r\n'),
	'sends interim headers without end': flood('HTTP/1.1 102 Wait\r\n', 'A: b\r\n'),
	'sends what is no answer without end': flood('', '\0'),
};

export const ending: Readonly<Record<string, Behaviour>> = {
	'closes at once': client => client.end(),
	'resets at once': client => client.resetAndDestroy(),
	'answers with what is no answer': client => client.end('SSH-2.0-OpenSSH_9.7\r\n'),
};

/** A peer on loopback that does not do what it should: its port, and its connections. */
export const startStuckPeer = async (behave: Behaviour) => {
	const open = new Set<Socket>();
	let count = 0;
	const server = net.createServer(client => {
		count++;
		open.add(client);
		client.on('close', () => open.delete(client)).on('error', () => client.destroy());
		client.once('data', asked => {
			behave(client, asked);
			// Read, so that its end is heard.
			client.resume();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		open,
		/** Connections there have been. */
		count: () => count,
		/** Resolves when all connections are closed. */
		async untilLeft() {
			while (open.size > 0) await new Promise(resolve => setImmediate(resolve));
		},
		close() {
			for (const client of open) client.destroy();
			server.close();
		},
	};
};
