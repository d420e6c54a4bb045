import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {Metafile} from 'esbuild';

/** A package of somebody else that is part of what we ship. */
export type ThirdParty = {
	readonly name: string;
	readonly version: string;
	/** By its SPDX name. */
	readonly license: string;
	/** Its licence and notices, word by word. */
	readonly text: string;
};

/** Holders of the rights to packages that come without their licence's text, as their sources name them. */
const holders: Readonly<Record<string, readonly string[]>> = {
	'@xterm/headless': [
		'Copyright (c) 2017-2019, The xterm.js authors (https://github.com/xtermjs/xterm.js)',
		'Copyright (c) 2014-2016, SourceLair Private Company (https://www.sourcelair.com)',
		'Copyright (c) 2012-2013, Christopher Jeffrey (https://github.com/chjj/)',
	],
	'yoga-layout': ['Copyright (c) Meta Platforms, Inc. and affiliates.'],
};

/** https://spdx.org/licenses/MIT.html */
const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;

type Manifest = {
	readonly name: string;
	readonly version: string;
	readonly license?: string;
	readonly dependencies?: Readonly<Record<string, string>>;
};

const readManifest = (folder: string) =>
	JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

const packageFolder = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** The folders of the packages that anything in a bundle comes from. */
export const foldersOf = ({outputs}: Pick<Metafile, 'outputs'>): readonly string[] => {
	const inputs = Object.values(outputs).flatMap(output => Object.keys(output.inputs));
	const folders = inputs.flatMap(path => packageFolder.exec(path)?.[0] ?? []);
	return [...new Set(folders)].sort();
};

/** Where Node finds a package that is needed by the one in a folder. */
const findDependency = (folder: string, name: string): string => {
	const found = join(folder, 'node_modules', name);
	if (existsSync(found)) return found;
	if (dirname(folder) === folder || folder === '.') throw new Error(`${name} is not installed`);
	return findDependency(dirname(folder), name);
};

/** A package's folder and those of all that it needs: for one that was bundled before it came to us. */
export const withDependencies = (
	folder: string,
	found = new Set<string>(),
): ReadonlySet<string> => {
	if (found.has(folder)) return found;
	found.add(folder);
	for (const name of Object.keys(readManifest(folder).dependencies ?? {}))
		withDependencies(findDependency(folder, name), found);
	return found;
};

const textOf = (folder: string, {name, license}: Manifest): string => {
	const files = readdirSync(folder)
		.filter(file => /^(licen[cs]e|copying|notice)/i.test(file))
		.sort();
	if (files.length > 0)
		return files
			.map(file => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
			.join('\n\n');
	const lines = holders[name];
	if (!lines || license !== 'MIT')
		throw new Error(`${name} (${license ?? 'no licence'}) comes without the text of its licence`);
	return `${lines.join('\n')}\n\n${mit}`;
};

/** Throws where there is no text: nothing is shipped without. */
export const readThirdParty = (folder: string): ThirdParty => {
	const manifest = readManifest(folder);
	const {name, version, license} = manifest;
	if (license === undefined) throw new Error(`${name} names no licence`);
	return {name, version, license, text: textOf(folder, manifest)};
};

// No hyphens: it stands in a comment of the page, too.
const rule = '='.repeat(80);

export const headingOf = ({name, version, license}: Omit<ThirdParty, 'text'>): string =>
	`${name} ${version} (${license})`;

/** All of them for people, by name. */
export const toNotices = (introduction: string, packages: readonly ThirdParty[]): string =>
	[
		`${introduction}\n`,
		...packages
			.toSorted((a, b) => (headingOf(a) < headingOf(b) ? -1 : 1))
			.map(one => `${rule}\n${headingOf(one)}\n\n${one.text}\n`),
	].join('\n');
