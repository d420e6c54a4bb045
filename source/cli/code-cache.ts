import {createHash} from 'node:crypto';
import {
	closeSync,
	fstatSync,
	lstatSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
	type Stats,
} from 'node:fs';
import {join} from 'node:path';
import {makeOwnFolder} from '../files/make-folder.js';
import {mayBeMade} from '../files/may-be-made.js';

/** What was compiled: of which text, and by what. */
export type CodeOf = {
	/** Of its file, unlike that of any other text. */
	readonly name: string;
	/** Of its file, in bytes. */
	readonly size: number;
	/** When its file was last written: epoch milliseconds. */
	readonly time: number;
};

export type Code = {
	readonly data: Buffer;
	/** Bytes of program text that were loaded when it was kept: the more, the more of it had been compiled. */
	readonly loaded: number;
};

/** Compiled code of the program's own files. Whatever goes wrong with it, there is none. */
export type CodeCache = {
	read(of: CodeOf): Code | null;
	write(of: CodeOf, code: Code): void;
};

const sealBytes = 32;
/** The seal, and behind it how much was loaded; V8 wants what follows at a multiple of eight. */
const headBytes = sealBytes + 8;
/** What was not written for so long is of another version, most likely; else it is made again. */
const staleMs = 30 * 24 * 3_600_000;

/** V8 does not look at what it is given: a file that is damaged, or of another text, would end the program. */
const sealOf = ({name, size, time}: CodeOf, sealed: Buffer): Buffer =>
	createHash('sha256').update(`${name} ${size} ${time} `).update(sealed).digest();

/** Whether nobody else can have written it. Windows keeps such folders to their user. */
const isOurs = ({uid, mode}: Stats): boolean =>
	process.geteuid === undefined || (uid === process.geteuid() && (mode & 0o022) === 0);

const isOurFolder = (folder: string): boolean => {
	const stats = lstatSync(folder);
	return stats.isDirectory() && isOurs(stats);
};

const readOurs = (path: string): Buffer => {
	const file = openSync(path, 'r');
	try {
		return isOurs(fstatSync(file)) ? readFileSync(file) : Buffer.alloc(0);
	} finally {
		closeSync(file);
	}
};

const removeStale = (folder: string, now: number) => {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		// Another start may have removed it by now, or have given a draft its name.
		const stats = lstatSync(path, {throwIfNoEntry: false});
		if (stats?.isFile() && now - stats.mtimeMs > staleMs) rmSync(path, {force: true});
	}
};

const orNull = <Value>(attempt: () => Value): Value | null => {
	try {
		return attempt();
	} catch {
		// No home, no right, no space: it is compiled again the next time.
		return null;
	}
};

/**
 * In a folder of the user's own, one file for each file of the program. `engine` tells apart what compiles
 * it, and where it is, so that one does not throw away what the other needs.
 */
export const openCodeCache = (folder: string, engine: string): CodeCache => {
	const pathOf = ({name}: CodeOf) =>
		join(folder, `${name.replace(/-\w+\.cjs$/, '')}-${engine}.code`);
	let isSafe: boolean | undefined;
	let isSwept = false;
	return {
		read: of =>
			orNull(() => {
				isSafe ??= isOurFolder(folder);
				if (!isSafe) return null;
				const file = readOurs(pathOf(of));
				const isWhole =
					file.length > headBytes &&
					file.subarray(0, sealBytes).equals(sealOf(of, file.subarray(sealBytes)));
				if (!isWhole) return null;
				return {data: file.subarray(headBytes), loaded: file.readDoubleLE(sealBytes)};
			}),
		write(of, {data, loaded}) {
			const path = pathOf(of);
			const draft = `${path}.${process.pid}`;
			orNull(() => {
				if (!mayBeMade(folder)) return;
				makeOwnFolder(folder);
				if (!isOurFolder(folder)) return;
				if (!isSwept) removeStale(folder, Date.now());
				isSwept = true;
				const head = Buffer.alloc(headBytes);
				head.writeDoubleLE(loaded, sealBytes);
				const sealed = Buffer.concat([head.subarray(sealBytes), data]);
				sealOf(of, sealed).copy(head);
				try {
					writeFileSync(draft, Buffer.concat([head, data]), {mode: 0o600, flag: 'wx'});
					renameSync(draft, path);
				} catch (error) {
					rmSync(draft, {force: true});
					throw error;
				}
			});
		},
	};
};
