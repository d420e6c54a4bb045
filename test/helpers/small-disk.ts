import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';

/** Mounts a small disk, where we may; returns the way to take it away, null where we may not. */
export const mountSmall = (path: string, size: string): (() => void) | null => {
	mkdirSync(path);
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], {stdio: 'ignore'});
		return () => execFileSync('umount', ['-l', path]);
	} catch {
		return null;
	}
};
