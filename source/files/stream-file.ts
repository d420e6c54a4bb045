import type {OpenFile} from './file-system.js';

/** A stream, such as stdout, as a file that is only ever added to. It is left open: it is not ours. */
export const openStream =
	(stream: {write(bytes: Uint8Array, done: (error?: Error | null) => void): unknown}): OpenFile =>
	() =>
		Promise.resolve({
			write: bytes =>
				new Promise((resolve, reject) => {
					stream.write(bytes, error => {
						if (error) reject(error);
						else resolve(bytes.length);
					});
				}),
			// What has gone has gone.
			truncate: () => Promise.resolve(),
			sync: () => Promise.resolve(),
			close: () => Promise.resolve(),
		});
