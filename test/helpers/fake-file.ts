import type {OpenFile, OutputFile} from '../../source/files/file-system.js';

const failure = (code: string) => Object.assign(new Error(`fake ${code}`), {code});

/** A file in memory that can be full from some length on, hang, or refuse to open or to be closed. */
export const createFakeFile = () => {
	let bytes = Buffer.alloc(0);
	let end = 0;
	let hung: (() => void)[] | null = null;
	const faults = {
		/** Bytes that fit on the disk. */
		room: Number.POSITIVE_INFINITY,
		/** System's names of the failures. */
		open: null as string | null,
		sync: null as string | null,
		keep: null as string | null,
		/** Most bytes that one write takes. */
		atOnce: Number.POSITIVE_INFINITY,
	};
	const calls: string[] = [];

	const grow = (length: number) => {
		if (length > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);
	};

	const file: OutputFile = {
		async write(data, position) {
			if (hung) await new Promise<void>(resolve => hung?.push(resolve));
			const at = position ?? end;
			const count = Math.min(data.length, faults.atOnce, Math.max(0, faults.room - at));
			if (count === 0) throw failure('ENOSPC');
			grow(at + count);
			data.copy(bytes, at, 0, count);
			end = at + count;
			calls.push('write');
			return count;
		},
		async truncate(length) {
			bytes = bytes.subarray(0, length);
			end = length;
			calls.push('truncate');
		},
		async sync() {
			if (faults.sync) throw failure(faults.sync);
			calls.push('sync');
		},
		async keep() {
			if (faults.keep) throw failure(faults.keep);
		},
		async close() {
			calls.push('close');
		},
	};
	const open: OpenFile = async () => {
		calls.push('open');
		if (faults.open) throw failure(faults.open);
		return file;
	};
	return {
		open,
		faults,
		calls,
		content: () => bytes,
		/** Leaves writes without an answer until `recover`. */
		hang() {
			hung = [];
		},
		recover() {
			const waiting = hung ?? [];
			hung = null;
			for (const resolve of waiting) resolve();
		},
	};
};
