import {closeSync, fstatSync, ftruncateSync, openSync, unlinkSync, writeSync} from 'node:fs';
import type {Clock} from '../../source/clock.js';
import type {OpenFile} from '../../source/files/file-system.js';

/** When a disk takes nothing, in milliseconds of the recording: it is full, or does not answer. */
export type DiskTrouble = {
	readonly from: number;
	readonly to: number;
	readonly kind: 'full' | 'slow';
};

/** Files on the disk, written to at once: the same times give the same files. */
export const createTroubledDisk = (
	clock: Pick<Clock, 'now' | 'after'>,
	troubles: readonly DiskTrouble[],
) => {
	const startedAt = clock.now();
	/** Writes without an answer. */
	let waiting = 0;

	const wait = async (ms: number) => {
		waiting++;
		await new Promise<void>(resolve => clock.after(ms, resolve));
		waiting--;
	};

	const open: OpenFile = path => {
		const file = openSync(path, 'wx');
		const done = (act: () => void) => () => {
			act();
			return Promise.resolve();
		};
		return Promise.resolve({
			async write(bytes, position) {
				const t = clock.now() - startedAt;
				const trouble = troubles.find(({from, to}) => t >= from && t < to);
				if (trouble?.kind === 'full') throw Object.assign(new Error('full'), {code: 'ENOSPC'});
				if (trouble) await wait(trouble.to - t);
				return writeSync(file, bytes, 0, bytes.length, position);
			},
			async truncate(length) {
				ftruncateSync(file, length);
				await Promise.resolve();
			},
			sync: done(() => undefined),
			close: done(() => {
				// As that of the system, which has no name before there is something in it.
				if (fstatSync(file).size === 0) unlinkSync(path);
				closeSync(file);
			}),
		});
	};

	return {open, isWaiting: () => waiting > 0};
};
