import {isPipe} from '../files/open-input.js';
import {CaptureError} from './capture-item.js';

/** Throws `CaptureError` where a file is a pipe, which is there once: `reader`, in words, reads it more than once. */
export const refusePipes = async (paths: readonly string[], reader: string): Promise<void> => {
	for (const path of paths)
		if (await isPipe(path))
			throw new CaptureError(
				`${path} is a pipe, and ${reader} reads its capture more than once: save it to a file first`,
			);
};
