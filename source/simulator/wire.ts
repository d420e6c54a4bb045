import {Duplex} from 'node:stream';
import type {Clock} from '../clock.js';

/** What can become of one connection's bytes on their way out. */
export type Wire = {
	/** From now on nothing leaves: no data, no pong, no answer to a close, no end. */
	mute(): void;
	/** For a while single bytes leave, one each `everyMs`; then all that waited goes at once. */
	trickle(clock: Clock, everyMs: number, forMs: number): void;
	/** For a while all leaves `byMs` late, in order; then all that waited goes at once. */
	delay(clock: Clock, byMs: number, forMs: number): void;
};

/** `stream` is what `ws` is given in place of the network's socket. */
export type SocketWire = Wire & {readonly stream: Duplex};

/** More than this is not taken from `ws` while bytes are held back: it waits there. */
const mostQueued = 1024 * 1024;

/** Writes that wait, the oldest first. */
const createQueue = () => {
	let writes: Buffer[] = [];
	let length = 0;
	return {
		/** Bytes in all of them. */
		length: () => length,
		put(bytes: Buffer) {
			writes.push(bytes);
			length += bytes.length;
		},
		/** Takes so many bytes at the most of the oldest; none where nothing waits. */
		take(most: number): Buffer {
			const [first = Buffer.alloc(0)] = writes;
			const taken = first.subarray(0, most);
			length -= taken.length;
			if (taken.length < first.length) writes[0] = first.subarray(taken.length);
			else writes.shift();
			return taken;
		},
		takeAll(): Buffer {
			const all = Buffer.concat(writes);
			writes = [];
			length = 0;
			return all;
		},
	};
};

/** Bytes that are held back for a while. `pass` lets them out, and calls back once more may come. */
const createHold = (pass: (bytes: Buffer, done: () => void) => void) => {
	let isOn = false;
	let cancels: (() => void)[] = [];
	const queue = createQueue();
	let goOn = () => {};
	let onTaken = () => {};

	/** What lets out so many bytes at the most of the write that waits longest. */
	const letOut = (most: number) => () => {
		const bytes = queue.take(most);
		if (bytes.length > 0) pass(bytes, () => {});
	};

	const stop = () => {
		for (const cancel of cancels) cancel();
		cancels = [];
		onTaken = () => {};
		isOn = false;
	};

	const end = () => {
		stop();
		const rest = queue.takeAll();
		const done = goOn;
		goOn = () => {};
		if (rest.length > 0) pass(rest, done);
	};

	const begin = (clock: Clock, forMs: number) => {
		end();
		isOn = true;
		cancels.push(clock.after(forMs, end));
	};

	return {
		isOn: () => isOn,
		/** Queues bytes; calls back once there is room for more. */
		take(bytes: Buffer, done: () => void) {
			queue.put(bytes);
			onTaken();
			if (queue.length() <= mostQueued) done();
			else goOn = done;
		},
		trickle(clock: Clock, everyMs: number, forMs: number) {
			begin(clock, forMs);
			cancels.push(clock.every(everyMs, letOut(1)));
		},
		delay(clock: Clock, byMs: number, forMs: number) {
			begin(clock, forMs);
			onTaken = () => cancels.push(clock.after(byMs, letOut(Infinity)));
		},
		/** Lets out at once what waits. */
		end,
		/** Lets nothing out any more. */
		abandon: stop,
	};
};

export const createWire = (socket: Duplex): SocketWire => {
	let isMuted = false;

	const pass = (bytes: Buffer, done: () => void) => {
		if (isMuted || socket.write(bytes)) done();
		else socket.once('drain', done);
	};
	const hold = createHold(pass);

	const stream = new Duplex({
		read() {
			socket.resume();
		},
		write(bytes: Buffer, _encoding, done) {
			if (hold.isOn() && bytes.length > 0) hold.take(bytes, done);
			else pass(bytes, done);
		},
		final(done) {
			if (!isMuted) socket.end();
			done();
		},
		destroy(error, done) {
			hold.abandon();
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
			hold.end();
		},
		trickle: hold.trickle,
		delay: hold.delay,
	};
};
