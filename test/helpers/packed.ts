import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {toShipped, type Manifest} from '../pack/shipped-manifest.js';

const root = join(import.meta.dirname, '../..');

/**
 * Packs the last build as it is released, into a folder. Nothing is built or changed in the project: other tests
 * run what was built. Returns the file.
 */
export const packInto = (folder: string): string => {
	const stage = join(folder, 'stage');
	execFileSync('npm', ['run', '-s', 'build:types'], {cwd: root, stdio: 'pipe'});
	for (const name of ['dist', 'docs', 'README.md', 'LICENSE'])
		cpSync(join(root, name), join(stage, name), {recursive: true});
	const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
	writeFileSync(join(stage, 'package.json'), JSON.stringify(toShipped(manifest)));
	execFileSync('npm', ['pack', '--pack-destination', folder], {cwd: stage, stdio: 'pipe'});
	const name = readdirSync(folder).find(name => name.endsWith('.tgz'));
	if (name === undefined) throw new Error(`npm packed nothing into ${folder}`);
	return join(folder, name);
};

/** Installs a packed file into a project of its own, without a registry. */
export const installInto = (folder: string, file: string): void => {
	mkdirSync(folder, {recursive: true});
	writeFileSync(join(folder, 'package.json'), '{"name": "user", "type": "module"}');
	const flags = ['--offline', '--no-audit', '--no-fund'];
	execFileSync('npm', ['install', ...flags, file], {cwd: folder, stdio: 'pipe'});
};
