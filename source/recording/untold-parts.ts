import {readFile, rename, unlink} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {writeAnew} from '../files/open-anew.js';
import {partsAmong, type PartNames} from './part-names.js';

/** Parts for which no command has come to its end yet; kept in a file, for whoever comes after a kill. */
export type UntoldParts = {
	/** Those that an earlier recorder left, oldest first; null where none has kept any. */
	load(): Promise<readonly string[] | null>;
	add(path: string): void;
	/** Its command has ended. */
	remove(path: string): void;
	/** Whether its command is not known to have ended. */
	has(path: string): boolean;
	/** Resolves once the file is as it is to be. */
	saved(): Promise<void>;
};

const parseNames = (text: string): readonly string[] => {
	const {parts} = JSON.parse(text) as {readonly parts?: unknown};
	return Array.isArray(parts) ? parts.filter(name => typeof name === 'string') : [];
};

export const createUntoldParts = (names: PartNames): UntoldParts => {
	const path = join(names.folder, `.${names.sign.replace(/-$/, '')}.on-rotate.json`);
	/** As long as it is not whole. Always the same, so that what a kill leaves is written over the next time. */
	const making = `${path}.new`;
	const untold = new Set<string>();
	let saving: Promise<void> = Promise.resolve();
	let isLoaded: Promise<unknown> = Promise.resolve();

	const write = async () => {
		await isLoaded;
		if (untold.size === 0) await unlink(path);
		else {
			const parts = [...untold].map(part => basename(part));
			await writeAnew(making, `${JSON.stringify({parts})}\n`, 0o600);
			await rename(making, path);
		}
	};
	const save = () => {
		// Where it cannot be written, a command may be run once too often, or not, after a kill: no more than that.
		saving = saving.then(write).catch(() => undefined);
	};

	return {
		load() {
			const loaded = readFile(path, 'utf8')
				.then(text => partsAmong(names, parseNames(text)))
				.catch(() => null);
			isLoaded = loaded.then(parts => {
				for (const part of parts ?? []) untold.add(part);
			});
			return loaded;
		},
		add(part) {
			untold.add(part);
			save();
		},
		remove(part) {
			if (untold.delete(part)) save();
		},
		has: path => untold.has(path),
		saved: () => saving,
	};
};
