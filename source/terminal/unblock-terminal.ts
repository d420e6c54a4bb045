import {fstatSync} from 'node:fs';
import type {Clock} from '../clock.js';
import {openTerminalSink} from './open-terminal-sink.js';
import {createOutlet, type Done, type Outlet} from './outlet.js';

/** What waits for the terminal at the very end of the program has so long. */
const exitMs = 100;

/** Complaints that nobody reads are kept up to here, in bytes. */
const maxWaiting = 256 * 1024;

/** Lets the thread stand still. */
const sleep = (ms: number) => {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

type Stream = NodeJS.WriteStream & {fd: number};
type Write = (
	chunk: string | Uint8Array,
	encodingOrDone?: BufferEncoding | Done,
	done?: Done,
) => boolean;

/** One outlet for all streams on one terminal, or what one writes would get into the middle of what another does. */
const openOutlet = (streams: readonly Stream[], {platform}: NodeJS.Process, clock: Clock) => {
	const [{fd}] = streams as readonly [Stream];
	const sink = openTerminalSink(fd, platform);
	if (!sink) return null;
	const listener = {
		onDrain() {
			for (const stream of streams) stream.emit('drain');
		},
		onError(error: Error) {
			for (const stream of streams) stream.emit('error', error);
		},
	};
	return createOutlet(sink, listener, {clock, sleep});
};

/** Text in one buffer again and again, until that is given away. */
const createEncoder = () => {
	const room = () => Buffer.allocUnsafeSlow(64 * 1024);
	let buffer = room();
	return {
		encode(text: string): Uint8Array {
			// A unit takes three bytes at the most.
			if (3 * text.length > buffer.length) return Buffer.from(text);
			return buffer.subarray(0, buffer.write(text));
		},
		/** What was encoded last is still in use. */
		giveAway() {
			buffer = room();
		},
	};
};

/** Puts an outlet in place of the stream's own blocking writes. */
const redirect = (stream: Stream, outlet: Outlet, isLossy: boolean) => {
	let lost = 0;
	const encoder = createEncoder();
	const write: Write = (chunk, encodingOrDone, done) => {
		const isEncoded = typeof encodingOrDone === 'string';
		const whenDone = isEncoded ? done : (encodingOrDone ?? done);
		if (isLossy && outlet.waiting() > maxWaiting) {
			lost++;
			if (whenDone) queueMicrotask(() => whenDone());
			return false;
		}
		if (typeof chunk !== 'string') return outlet.write(chunk, whenDone);
		if (isEncoded) return outlet.write(Buffer.from(chunk, encodingOrDone), whenDone);
		const isOut = outlet.write(encoder.encode(chunk), whenDone);
		if (!isOut) encoder.giveAway();
		return isOut;
	};
	stream.on('drain', () => {
		if (lost === 0) return;
		const count = lost;
		lost = 0;
		write(`steem-tui: ${count} messages were left out: the terminal read nothing\n`);
	});
	Object.assign(stream, {write, flush: outlet.flush});
};

/**
 * Lets nothing that is written to a terminal ever block. Node makes such writes synchronous: a terminal that reads
 * nothing (a stuck connection, a paused multiplexer) would stop feeds, recordings and signals with the screen. Where
 * the terminal cannot be opened once more, all stays as Node has it.
 */
export const unblockTerminal = (process: NodeJS.Process, clock: Clock): void => {
	const byDevice = new Map<number, Stream[]>();
	for (const stream of [process.stdout, process.stderr] as readonly Stream[]) {
		if (!stream.isTTY) continue;
		const {rdev} = fstatSync(stream.fd);
		byDevice.set(rdev, [...(byDevice.get(rdev) ?? []), stream]);
	}
	for (const streams of byDevice.values()) {
		const outlet = openOutlet(streams, process, clock);
		if (!outlet) continue;
		for (const stream of streams) redirect(stream, outlet, stream === process.stderr);
		process.on('exit', () => {
			outlet.flush(exitMs);
		});
	}
};
