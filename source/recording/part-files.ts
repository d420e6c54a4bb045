import type {OpenFile} from '../files/file-system.js';
import {partPath} from '../files/recording-name.js';

export type PartFiles = {
	/** Of the part that is opened next, as far as nobody else takes its number meanwhile. */
	nextPath(): string;
	/** Opens the next part under the first number that is free, once the one before has its own. */
	readonly openNext: OpenFile;
};

/** The numbered files of a capture, of `path` with the numbers from `firstNumber` on. */
export const createPartFiles = (path: string, firstNumber: number, open: OpenFile): PartFiles => {
	let number = firstNumber;
	/** Settles when the part before has its number. */
	let numbered: Promise<unknown> = Promise.resolve();

	const openPart: () => ReturnType<OpenFile> = async () => {
		for (;;) {
			const own = partPath(path, number++);
			try {
				return {...(await open(own)), path: own};
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
			}
		}
	};

	return {
		nextPath: () => partPath(path, number),
		openNext() {
			const opened = numbered.then(openPart);
			numbered = opened.catch(() => undefined);
			return opened;
		},
	};
};
