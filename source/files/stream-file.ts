import type {Clock} from '../clock.js';
import type {OpenFile} from './file-system.js';

type Stream = {write(bytes: Uint8Array, done: (error?: Error | null) => void): unknown};

export type StreamEnd = {
	readonly clock: Clock;
	/** Resolves at the end with the milliseconds after which a reader that takes nothing is given up from then on. */
	readonly ended: Promise<number>;
};

/** What is handed over at once, in bytes: whether a reader still reads is told by these. */
const pieceLength = 16 * 1024;

/** A stream, such as stdout, as a file that is only ever added to. It is left open: it is not ours. */
export const openStream = (stream: Stream, {clock, ended}: StreamEnd): OpenFile => {
	let patienceMs = Infinity;
	let hurry = () => {};
	void ended.then(ms => {
		patienceMs = ms;
		hurry();
	});

	const writePiece = (bytes: Uint8Array) =>
		new Promise<void>((resolve, reject) => {
			let cancel = () => {};
			hurry = () => {
				cancel = clock.after(patienceMs, () => {
					reject(new Error('its reader takes nothing'));
				});
			};
			if (patienceMs < Infinity) hurry();
			stream.write(bytes, error => {
				hurry = () => {};
				cancel();
				if (error) reject(error);
				else resolve();
			});
		});

	return () =>
		Promise.resolve({
			async write(bytes) {
				for (let at = 0; at < bytes.length; at += pieceLength)
					await writePiece(bytes.subarray(at, at + pieceLength));
				return bytes.length;
			},
			// What has gone has gone.
			truncate: () => Promise.resolve(),
			sync: () => Promise.resolve(),
			close: () => Promise.resolve(),
		});
};
