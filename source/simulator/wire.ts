import {Duplex} from 'node:stream';
import type {Clock} from '../clock.js';

/** What can become of one connection's bytes on their way out. */
export type Wire = {
	/** From now on nothing leaves: no data, no pong, no answer to a close, no end. */
	mute(): void;
	/** For a while single bytes leave, one each `everyMs`; then all that waited goes at once. */
	trickle(clock: Clock, everyMs: number, forMs: number): void;
};

/** `stream` is what `ws` is given in place of the network's socket. */
export type SocketWire = Wire & {readonly stream: Duplex};

/** More than this is not taken from `ws` while bytes trickle: it waits there. */
const mostQueued = 1024 * 1024;

export const createWire = (socket: Duplex): SocketWire => {
	let isMuted = false;
	let stopTrickle: (() => void) | null = null;
	let queue: Buffer[] = [];
	let queuedBytes = 0;
	let goOn = () => {};

	const pass = (bytes: Buffer, done: () => void) => {
		if (isMuted || socket.write(bytes)) done();
		else socket.once('drain', done);
	};

	const wait = (bytes: Buffer, done: () => void) => {
		queue.push(bytes);
		queuedBytes += bytes.length;
		if (queuedBytes <= mostQueued) done();
		else goOn = done;
	};

	const endTrickle = () => {
		stopTrickle?.();
		stopTrickle = null;
		const rest = Buffer.concat(queue);
		const done = goOn;
		queue = [];
		queuedBytes = 0;
		goOn = () => {};
		if (rest.length > 0) pass(rest, done);
	};

	const passByte = () => {
		const [now] = queue;
		if (!now) return;
		queuedBytes--;
		if (now.length > 1) queue[0] = now.subarray(1);
		else queue.shift();
		pass(now.subarray(0, 1), () => {});
	};

	const stream = new Duplex({
		read() {
			socket.resume();
		},
		write(bytes: Buffer, _encoding, done) {
			if (stopTrickle && bytes.length > 0) wait(bytes, done);
			else pass(bytes, done);
		},
		final(done) {
			if (!isMuted) socket.end();
			done();
		},
		destroy(error, done) {
			stopTrickle?.();
			socket.destroy();
			done(error);
		},
	});

	socket.on('data', (bytes: Buffer) => {
		if (!stream.push(bytes)) socket.pause();
	});
	socket.on('end', () => stream.push(null));
	socket.on('error', error => stream.destroy(error));
	socket.on('close', () => stream.destroy());

	return {
		stream,
		mute() {
			isMuted = true;
			endTrickle();
		},
		trickle(clock, everyMs, forMs) {
			endTrickle();
			const cancels = [clock.every(everyMs, passByte), clock.after(forMs, endTrickle)];
			stopTrickle = () => {
				for (const cancel of cancels) cancel();
			};
		},
	};
};
