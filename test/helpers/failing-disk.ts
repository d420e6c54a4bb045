import type {FileHandle} from 'node:fs/promises';
import {systemDisk, type Disk} from '../../source/files/disk.js';

const failure = (code: string) => Object.assign(new Error(`fake ${code}`), {code});

/** The system's disk, of which single calls fail with a code of the system. */
export const createFailingDisk = () => {
	const faults = {
		/** Bytes that fit into each file. */
		room: Number.POSITIVE_INFINITY,
		sync: null as string | null,
		rename: null as string | null,
	};
	const calls: string[] = [];
	const limited = (handle: FileHandle) => {
		const write = handle.write.bind(handle) as (
			bytes: Uint8Array,
			offset: number,
			length: number,
			position: number | null,
		) => Promise<{bytesWritten: number; buffer: Uint8Array}>;
		let size = 0;
		return Object.assign(handle, {
			async write(bytes: Uint8Array, offset: number, length: number, position: number | null) {
				const count = Math.min(length, faults.room - size);
				if (count <= 0) throw failure('ENOSPC');
				size += count;
				calls.push('write');
				return write(bytes, offset, count, position);
			},
			async sync() {
				calls.push('sync');
				if (faults.sync) throw failure(faults.sync);
			},
		});
	};
	const disk: Disk = {
		...systemDisk,
		open: async (path, flags, mode) => limited(await systemDisk.open(path, flags, mode)),
		async rename(from, to) {
			calls.push('rename');
			if (faults.rename) throw failure(faults.rename);
			await systemDisk.rename(from, to);
		},
	};
	return {disk, faults, calls};
};
