import * as promises from 'node:fs/promises';

/** What is used of the disk; a test hands in one that fails. */
export type Disk = Pick<
	typeof promises,
	'open' | 'stat' | 'realpath' | 'readlink' | 'rename' | 'unlink'
>;

export const systemDisk: Disk = promises;
