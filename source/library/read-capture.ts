import type {CaptureItem} from '../capture/capture-item.js';
import {readCapture as readItems} from '../capture/read-capture.js';
import {toFeedError, toFiles} from './capture-files.js';
import type {ReadOptions} from './capture-types.js';
import {checkReadOptions} from './option-checks.js';

/**
 * Reads a capture in the order of time, a piece at a time: its header, then its events and what is wrong with it.
 * Several files are those of one capture; of a folder those in it are meant. Throws `FeedError`.
 */
export async function* readCapture(
	files: string | readonly string[],
	options: ReadOptions = {},
): AsyncGenerator<CaptureItem, undefined, undefined> {
	const {signal} = checkReadOptions('readCapture', options);
	signal?.throwIfAborted();
	try {
		for await (const item of readItems(await toFiles(files))) {
			yield item;
			signal?.throwIfAborted();
		}
	} catch (error) {
		throw toFeedError(error);
	}
}
