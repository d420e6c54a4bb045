import {CaptureError} from '../capture/capture-item.js';
import {FileError} from '../files/file-error.js';
import {filesIn} from '../files/files-in.js';
import {FeedError} from './feed-error.js';
import {readTexts} from './option-checks.js';

/** As whoever called is told of it. */
export const toFeedError = (error: unknown): unknown =>
	error instanceof CaptureError || error instanceof FileError
		? new FeedError('capture', error.message, {cause: error})
		: error;

/** The files that are named, and those of folders. */
export const toFiles = async (files: unknown): Promise<readonly string[]> => {
	const named = readTexts('files', files);
	const found = await filesIn(named);
	if (found.length === 0)
		throw new FeedError('capture', `${named.join(', ')}: no capture is there`);
	return found;
};
