import {copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {toShipped, type Manifest} from './shipped-manifest.js';

const placesIn = (root: string) => ({
	manifest: join(root, 'package.json'),
	kept: join(root, 'node_modules/.cache/steem-tui/package.json'),
});

/** Puts the manifest back that `stripManifest` took away; does nothing where it took none. */
export const restoreManifest = (root: string): void => {
	const {manifest, kept} = placesIn(root);
	if (!existsSync(kept)) return;
	copyFileSync(kept, manifest);
	rmSync(kept);
};

/** Puts the manifest of the packed file in place of the project's own, for as long as npm packs. */
export const stripManifest = (root: string): void => {
	const {manifest, kept} = placesIn(root);
	// What packed last may have been ended before it was done.
	restoreManifest(root);
	mkdirSync(dirname(kept), {recursive: true});
	copyFileSync(manifest, kept);
	const own = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
	writeFileSync(manifest, `${JSON.stringify(toShipped(own), null, '\t')}\n`);
};
