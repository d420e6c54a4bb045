import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export type PlayerFiles = {
	readonly script: string;
	readonly style: string;
	/** Under which it may be passed on. */
	readonly license: string;
};

const names = {script: 'asciinema-player.min.js', style: 'asciinema-player.css'};

/** In the folder that the build puts beside the program, or in its package where there was no build. */
const find = (name: string): string => {
	const built = new URL(`../player/${name}`, import.meta.url);
	if (existsSync(built)) return fileURLToPath(built);
	return createRequire(import.meta.url).resolve(`asciinema-player/dist/bundle/${name}`);
};

/** Of the player and what is in it; where there was no build, its own. */
const findLicense = (): string => {
	const built = new URL('../player/LICENSES.txt', import.meta.url);
	if (existsSync(built)) return fileURLToPath(built);
	return join(find(names.script), '../../../LICENSE');
};

/** The player that the page plays with. */
export const readPlayer = async (): Promise<PlayerFiles> => {
	const [script, style, license] = await Promise.all([
		readFile(find(names.script), 'utf8'),
		readFile(find(names.style), 'utf8'),
		readFile(findLicense(), 'utf8'),
	]);
	return {script, style, license};
};
