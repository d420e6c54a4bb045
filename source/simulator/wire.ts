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

/** Bytes that leave one by one for a while. `pass` lets them out, and calls back once more may come. */
const createTrickle = (pass: (bytes: Buffer, done: () => void) => void) => {
	let stop: (() => void) | null = null;
	let queue: Buffer[] = [];
	let queuedBytes = 0;
	let goOn = () => {};

	const passByte = () => {
		const [now] = queue;
		if (!now) return;
		queuedBytes--;
		if (now.length > 1) queue[0] = now.subarray(1);
		else queue.shift();
		pass(now.subarray(0, 1), () => {});
	};

	const end = () => {
		stop?.();
		stop = null;
		const rest = Buffer.concat(queue);
		const done = goOn;
		queue = [];
		queuedBytes = 0;
		goOn = () => {};
		if (rest.length > 0) pass(rest, done);
	};

	return {
		isOn: () => stop !== null,
		/** Queues bytes; calls back once there is room for more. */
		take(bytes: Buffer, done: () => void) {
			queue.push(bytes);
			queuedBytes += bytes.length;
			if (queuedBytes <= mostQueued) done();
			else goOn = done;
		},
		start(clock: Clock, everyMs: number, forMs: number) {
			end();
			const cancels = [clock.every(everyMs, passByte), clock.after(forMs, end)];
			stop = () => {
				for (const cancel of cancels) cancel();
			};
		},
		/** Lets out at once what waits. */
		end,
		/** Lets nothing out any more. */
		abandon() {
			stop?.();
		},
	};
};

export const createWire = (socket: Duplex): SocketWire => {
	let isMuted = false;

	const pass = (bytes: Buffer, done: () => void) => {
		if (isMuted || socket.write(bytes)) done();
		else socket.once('drain', done);
	};
	const trickle = createTrickle(pass);

	const stream = new Duplex({
		read() {
			socket.resume();
		},
		write(bytes: Buffer, _encoding, done) {
			if (trickle.isOn() && bytes.length > 0) trickle.take(bytes, done);
			else pass(bytes, done);
		},
		final(done) {
			if (!isMuted) socket.end();
			done();
		},
		destroy(error, done) {
			trickle.abandon();
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
			trickle.end();
		},
		trickle: trickle.start,
	};
};
