import {readFile} from 'node:fs/promises';
import {BusError} from './bus.js';

/** A file that is named for the way in, anew for each connection: it may have been renewed. Rejects with a `BusError`. */
export const readSecret = async (path: string): Promise<Uint8Array> => {
	try {
		return await readFile(path);
	} catch (error) {
		const {code = 'unreadable'} = error as NodeJS.ErrnoException;
		throw new BusError('denied', `${path} cannot be read (${code})`);
	}
};

/** As text editors leave it: with a line feed at its end. */
export const trimmed = (bytes: Uint8Array): Uint8Array =>
	new TextEncoder().encode(new TextDecoder().decode(bytes).trim());
