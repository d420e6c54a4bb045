import {join} from 'node:path';
import {build} from 'esbuild';
import {bundleOptions, root} from '../bundle-options.js';

/** Bundles what runs the readers, and the program with it. Returns the path of the script. */
export const buildWorker = async (): Promise<string> => {
	const outdir = join(root, 'node_modules/.cache/steem-tui/fuzz');
	await build({...bundleOptions, entryPoints: ['test/fuzz/worker.ts'], outdir});
	return join(outdir, 'worker.js');
};
