import {Duplex} from 'node:stream';
import type {Clock} from '../clock.js';

/** The bytes of one connection, on their way between `ws` and the network. */
export type Wire = {
	/** What `ws` is given in place of the network's socket. */
	readonly stream: Duplex;
	/** From now on nothing leaves: no data, no pong, no answer to a close, no end. */
	mute(): void;
	/** For a while single bytes leave, one each `everyMs`; then all that waited goes at once. */
	trickle(clock: Clock, everyMs: number, forMs: number): void;
};

type Waiting = {bytes: Buffer; readonly done: () => void};

export const createWire = (socket: Duplex): Wire => {
	let isMuted = false;
	let stopTrickle: (() => void) | null = null;
	// One at most: a stream writes the next chunk when the last is done.
	let waiting: Waiting | null = null;

	const pass = (bytes: Buffer, done: () => void) => {
		if (isMuted || socket.write(bytes)) done();
		else socket.once('drain', done);
	};

	const endTrickle = () => {
		stopTrickle?.();
		stopTrickle = null;
		const rest = waiting;
		waiting = null;
		if (rest) pass(rest.bytes, rest.done);
	};

	const passByte = () => {
		const now = waiting;
		if (!now) return;
		const [first, rest] = [now.bytes.subarray(0, 1), now.bytes.subarray(1)];
		waiting = rest.length > 0 ? {...now, bytes: rest} : null;
		pass(first, rest.length > 0 ? () => {} : now.done);
	};

	const stream = new Duplex({
		read() {
			socket.resume();
		},
		write(bytes: Buffer, _encoding, done) {
			if (stopTrickle && bytes.length > 0) waiting = {bytes, done};
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
