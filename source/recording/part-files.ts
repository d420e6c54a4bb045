import type {OpenFile} from '../files/file-system.js';
import type {PartNames} from './part-names.js';

export type PartFiles = {
	/** Of the part that is opened next, as far as nobody else takes its name meanwhile. */
	nextPath(startedAt: number): string;
	/** Opens the part that begins at a time under the first name that is free, once the one before has its own. */
	openNext(startedAt: number): ReturnType<OpenFile>;
};

/** The files of a capture in parts: none is written over. */
export const createPartFiles = (names: PartNames, open: OpenFile): PartFiles => {
	/** Settles when the part before has its name. */
	let named: Promise<unknown> = Promise.resolve();

	const openPart = async (startedAt: number): ReturnType<OpenFile> => {
		for (;;) {
			const own = names.take(startedAt);
			try {
				return {...(await open(own)), path: own};
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
			}
		}
	};

	return {
		nextPath: names.peek,
		openNext(startedAt) {
			const opened = named.then(() => openPart(startedAt));
			named = opened.catch(() => undefined);
			return opened;
		},
	};
};
