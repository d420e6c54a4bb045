import {createHash} from 'node:crypto';
import {statSync, type Stats} from 'node:fs';
import {cachedDataVersionTag} from 'node:v8';

/** What compiles: a build of Node. */
export type Engine = {
	/** Such as `v20.20.0`. */
	readonly version: string;
	readonly arch: string;
	/** V8's own word for what it was built of and its flags. */
	readonly tag: number;
	/** Where its program is. */
	readonly path: string;
	/** Of that program, in bytes; 0 where it is gone or may not be looked at. */
	readonly size: number;
	/** When that program was last written: epoch milliseconds; 0 likewise. */
	readonly time: number;
};

const look = (path: string): Stats | null => {
	try {
		return statSync(path);
	} catch {
		return null;
	}
};

/** The one that runs. */
export const thisEngine = (): Engine => {
	const {version, arch, execPath: path} = process;
	const {size = 0, mtimeMs: time = 0} = look(path) ?? {};
	return {version, arch, tag: cachedDataVersionTag(), path, size, time};
};

/**
 * Names what compiles the program that is in a `folder`, for file names. Compiled code is of the very build of Node: it
 * names what is built into that by number, and V8's tag is the same for releases of Node that differ there. With code of
 * another, the program would end without a word.
 */
export const nameEngine = (folder: string, engine: Engine): string => {
	const {version, arch, tag, path, size, time} = engine;
	const all = JSON.stringify([folder, version, arch, tag, path, size, time]);
	return `${version}-${arch}-${createHash('sha256').update(all).digest('hex').slice(0, 12)}`;
};
