import {subscribe} from 'node:diagnostics_channel';
import type {Socket} from 'node:net';

/** The sockets of this process that are open, both ends of each connection to itself. */
const sockets = new Set<Socket>();

for (const name of ['net.client.socket', 'net.server.socket'])
	subscribe(name, message => {
		const {socket} = message as {socket: Socket};
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});

/** Turns in a row in which nothing may be on its way: an answer may take some to come about. */
const quietTurns = 6;

/** Where somebody does not read, what was sent to him never arrives. */
const mostTurns = 300;

/** Whether all that was sent over loopback was received, and nothing is about to be connected or closed. */
const isQuiet = (): boolean => {
	const byPort = new Map([...sockets].map(socket => [socket.localPort, socket]));
	for (const socket of sockets) {
		if (socket.connecting || socket.destroyed) return false;
		const peer = byPort.get(socket.remotePort);
		if (!peer || peer.bytesRead < socket.bytesWritten) return false;
	}
	return true;
};

/** Lets everything that is on its way over loopback arrive, answers to it included. */
export const settleLoopback = async (isBusy: () => boolean = () => false): Promise<void> => {
	let quiet = 0;
	for (let turn = 0; quiet < quietTurns && turn < mostTurns; turn++) {
		await new Promise(resolve => setImmediate(resolve));
		quiet = isQuiet() && !isBusy() ? quiet + 1 : 0;
	}
};
