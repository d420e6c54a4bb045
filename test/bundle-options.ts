import {join} from 'node:path';
import type {BuildOptions} from 'esbuild';
import {ownPlaces} from './own-places.js';

/** The repository. */
export const root = join(import.meta.dirname, '..');

/** How what is tested is bundled, with the code that several bundles share in common chunks. */
export const bundleOptions = {
	absWorkingDir: root,
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
} as const satisfies BuildOptions;
