import {statfs} from 'node:fs/promises';
import type {Clock} from '../clock.js';

/** Milliseconds for which a disk is waited for. */
const patienceMs = 1000;

type Room = {readonly bavail: number; readonly bsize: number};

/**
 * Tells how many bytes are free on a folder's disk; null where nobody knows: of one that is gone, or does not answer.
 * Of that, one question waits and no more, as each takes one of the few threads that names are looked up on, too.
 */
export const createFreeBytes = (
	folder: string,
	clock: Pick<Clock, 'after'>,
	look: (folder: string) => Promise<Room> = statfs,
): (() => Promise<number | null>) => {
	let asked: Promise<number | null> | null = null;

	const ask = () =>
		look(folder)
			.then(
				({bavail, bsize}) => bavail * bsize,
				() => null,
			)
			.finally(() => {
				asked = null;
			});

	return async () => {
		asked ??= ask();
		let cancel = () => {};
		const patience = new Promise<null>(resolve => {
			cancel = clock.after(patienceMs, () => resolve(null));
		});
		const bytes = await Promise.race([asked, patience]);
		cancel();
		return bytes;
	};
};
