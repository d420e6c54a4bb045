import type {Clock} from '../clock.js';
import type {Console} from '../output/console.js';
import type {ReplaySpeed} from '../options/replay-options.js';

/** Milliseconds that are not worth a timer. */
const graceMs = 2;

/** Characters that are worth a write before the loop comes round. */
const fullChunk = 64 * 1024;

/** Gathers lines into chunks, as a write costs as much as many lines; what is there when the loop comes round is written. */
const createChunks = (write: (text: string) => void) => {
	let lines = '';
	let isPlanned = false;

	const flush = () => {
		const text = lines;
		lines = '';
		if (text !== '') write(text);
	};

	return {
		flush,
		add(text: string) {
			lines += text;
			if (lines.length >= fullChunk) flush();
			if (lines === '' || isPlanned) return;
			isPlanned = true;
			setImmediate(() => {
				isPlanned = false;
				flush();
			});
		},
	};
};

/**
 * Holds a replay to its speed, and back while the reader of the output is slow: so every line is
 * printed, and none waits in memory.
 */
export const createPacer = (speed: ReplaySpeed, clock: Clock, console: Console) => {
	let isRunning = false;
	/** The same moment in virtual and in real time. */
	let origin = {virtual: 0, real: 0};
	let drained: Promise<void> | null = null;

	const wait = (ms: number) =>
		new Promise<void>(resolve => {
			clock.after(ms, resolve);
		});

	const chunks = createChunks(text => {
		if (!console.write(text))
			drained ??= new Promise<void>(resolve => {
				console.onDrain(() => {
					drained = null;
					resolve();
				});
			});
	});

	return {
		/** Hands over what was printed and waits for more. */
		flush: chunks.flush,
		/** Begins at a virtual time; before, it is as fast as it goes. */
		start(time: number) {
			isRunning = true;
			origin = {virtual: time, real: clock.now()};
		},
		/** Time up to a virtual one was left out: it goes on from there. */
		skip(time: number) {
			origin = {virtual: time, real: clock.now()};
		},
		pace(time: number): Promise<void> | undefined {
			if (drained) return drained;
			if (!isRunning || speed === 'max') return undefined;
			const ms = origin.real + (time - origin.virtual) / speed - clock.now();
			return ms > graceMs ? wait(ms) : undefined;
		},
		/** What is printed through it holds the replay back. */
		console: {
			...console,
			write(text: string) {
				chunks.add(text);
				return true;
			},
		},
	};
};
