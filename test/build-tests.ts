import {readdirSync, rmSync} from 'node:fs';
import {join, relative} from 'node:path';
import {build} from 'esbuild';
import {ownPlaces} from './own-places.js';

/**
 * Builds the test files as they will be run, one bundle each with the code they share in common
 * chunks: to load some hundred modules one by one through a loader takes longer than most tests.
 */
const root = join(import.meta.dirname, '..');
const folder = join(root, 'node_modules/.cache/steem-tui/test');

const tests = readdirSync(import.meta.dirname, {recursive: true, withFileTypes: true})
	.filter(entry => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
	.map(entry => join(entry.parentPath, entry.name));

rmSync(folder, {recursive: true, force: true});
await build({
	entryPoints: tests.map(path => relative(root, path)),
	absWorkingDir: root,
	outdir: folder,
	outbase: 'test',
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
