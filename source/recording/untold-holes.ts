import {readdir, stat} from 'node:fs/promises';
import type {CaptureHole} from '../capture/capture-format.js';
import {readStart} from '../files/file-ends.js';
import {hasNoted, readHole} from './holes.js';
import {partsAmong, type PartNames} from './part-names.js';

export type UntoldHole = {
	/** Of the part before it. */
	readonly path: string;
	/** Of that part's file. */
	readonly bytes: number;
	readonly hole: CaptureHole;
};

/** What a part tells first, behind its header; null where that is no hole. */
const readFirstHole = async (path: string): Promise<CaptureHole | null> => {
	const [, first = ''] = await readStart(path, 2).catch(() => []);
	return readHole(first);
};

/**
 * Holes that a part tells of and the part before it does not, newest first: its recorder was killed before it came to
 * note them there. Looks from a part back to where that was done.
 */
export async function* findUntoldHoles(
	names: PartNames,
	newest: string,
): AsyncGenerator<UntoldHole> {
	const found = partsAmong(names, await readdir(names.folder).catch(() => []));
	let later: string | null = null;
	for (const path of found.slice(0, found.indexOf(newest) + 1).toReversed()) {
		const bytes = await stat(path).then(
			({size}) => size,
			() => 0,
		);
		if (bytes === 0) continue;
		if (later !== null) {
			const hole: CaptureHole | null = await readFirstHole(later);
			if (!hole || (await hasNoted(path, hole))) return;
			yield {path, bytes, hole};
		}
		later = path;
	}
}
