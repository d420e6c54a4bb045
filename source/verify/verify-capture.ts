import {readCaptureBatches} from '../capture/read-capture.js';
import {createCoverage, type Coverage} from './coverage.js';
import type {Report} from './report.js';
import {createVerifier} from './verifier.js';

/** What a capture holds, and how much of it is proven. `onRead` is told the bytes read so far, and how many messages came since. Throws `CaptureError`. */
export const verifyCapture = async (
	files: readonly string[],
	onRead: (bytes: number, messages: number) => void,
): Promise<{readonly report: Report; readonly coverage: Coverage}> => {
	const coverage = createCoverage();
	const verifier = createVerifier(coverage.watch);
	let read = 0;
	for await (const items of readCaptureBatches(files, bytes => (read = bytes))) {
		let messages = 0;
		for (const item of items) {
			coverage.see(item);
			verifier.give(item);
			if (item.type === 'event' && item.event.kind === 'ws') messages++;
		}
		onRead(read, messages);
	}
	const report = verifier.finish();
	return {report, coverage: coverage.finish()};
};
