import {join} from 'node:path';
import {build} from 'esbuild';
import {ownPlaces} from '../own-places.js';

const root = join(import.meta.dirname, '../..');

/** Bundles what runs the readers, and the program with it. Returns the path of the script. */
export const buildWorker = async (): Promise<string> => {
	const outdir = join(root, 'node_modules/.cache/steem-tui/fuzz');
	await build({
		entryPoints: ['test/fuzz/worker.ts'],
		absWorkingDir: root,
		outdir,
		bundle: true,
		splitting: true,
		packages: 'external',
		platform: 'node',
		target: 'node20',
		format: 'esm',
		jsx: 'automatic',
		sourcemap: true,
		logLevel: 'warning',
		plugins: [ownPlaces],
	});
	return join(outdir, 'worker.js');
};
