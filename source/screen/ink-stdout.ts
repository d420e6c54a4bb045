import type {Screen} from './screen.js';

/**
 * What Ink takes for stdout. In debug mode Ink writes each frame whole, as one string; it goes to the
 * screen instead of the terminal. It is no TTY and never resizes, so that Ink leaves the cursor alone
 * and the app decides when to lay out anew.
 */
export const createInkStdout = (screen: Screen): NodeJS.WriteStream => {
	const stream = {
		get columns() {
			return screen.getSize().columns;
		},
		get rows() {
			return screen.getSize().rows;
		},
		writable: true,
		write(frame: string, ...rest: readonly unknown[]) {
			if (frame !== '') screen.setBase(frame);
			// Ink 7 and 8 wait for the callback of an empty write when they unmount.
			const done = rest.find(argument => typeof argument === 'function') as
				(() => void) | undefined;
			if (done) queueMicrotask(done);
			return true;
		},
		on: () => stream,
		off: () => stream,
		once: () => stream,
		removeListener: () => stream,
		emit: () => false,
	};
	return stream as unknown as NodeJS.WriteStream;
};
