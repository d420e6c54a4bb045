import type {Screen} from './screen.js';

/**
 * What Ink takes for stdout. All that is seen is painted in the regions that Ink lays out: what it draws itself, which
 * is nothing, is left alone. It is no TTY and never resizes, so that Ink leaves the cursor alone and the app decides
 * when to lay out anew.
 */
export const createInkStdout = (screen: Pick<Screen, 'getSize'>): NodeJS.WriteStream => {
	const stream = {
		get columns() {
			return screen.getSize().columns;
		},
		get rows() {
			return screen.getSize().rows;
		},
		writable: true,
		write(...given: readonly unknown[]) {
			// Ink 7 and 8 wait for the callback of an empty write when they unmount.
			const done = given.find(argument => typeof argument === 'function') as
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
