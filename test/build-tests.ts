import {readFileSync, readdirSync, rmSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {pathToFileURL} from 'node:url';
import {build, type Plugin} from 'esbuild';

/**
 * Builds the test files as they will be run, one bundle each with the code they share in common
 * chunks: to load some hundred modules one by one through a loader takes longer than most tests.
 */
const root = join(import.meta.dirname, '..');
const folder = join(root, 'node_modules/.cache/steem-tui/test');

/** A bundle lies elsewhere than the files in it: each goes on knowing its own place. */
const ownPlaces: Plugin = {
	name: 'own-places',
	setup({onLoad}) {
		onLoad({filter: /\.tsx?$/}, ({path}) => ({
			contents: readFileSync(path, 'utf8')
				.replaceAll(/\bimport\.meta\.url\b/g, JSON.stringify(pathToFileURL(path).href))
				.replaceAll(/\bimport\.meta\.dirname\b/g, JSON.stringify(dirname(path))),
			loader: path.endsWith('x') ? 'tsx' : 'ts',
		}));
	},
};

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
