import {dirname, join, posix, resolve} from 'node:path';
import {build, type BuildOptions, type Metafile, type Plugin} from 'esbuild';
import {importsOf, type ChunkGroup} from './chunk-groups.js';

/** What the bundler made first: an ES module a chunk, not yet minified. */
export type Stage = {
	readonly outputs: Metafile['outputs'];
	/** By their paths in the outputs. */
	readonly texts: ReadonlyMap<string, string>;
	/** Each chunk is in one of them. */
	readonly groups: readonly ChunkGroup[];
};

/** Of a file that is required, or imported. */
type Format = 'cjs' | 'esm';

/** A file that chunks are joined to. */
export type Joined = {
	readonly files: readonly string[];
	/** What it does with them. */
	readonly begin: string;
	readonly format: Format;
};

/** The name of a group's file in the texts that require it, until all names are known. */
export const standIn = (name: string): string => `./@${name}@`;

const importPattern = /^import\s*\{([^}]*)\}\s*from "([^"]+)";/gm;

/** The names that a chunk imports from others, by their paths. */
const namesOf = ({texts}: Stage, file: string): ReadonlyMap<string, readonly string[]> =>
	new Map(
		[...(texts.get(file) ?? '').matchAll(importPattern)].map(([, names = '', from = '']) => [
			join(dirname(file), from),
			names
				.split(',')
				.map(name => name.trim().replace(/ as .*/, ''))
				.filter(Boolean),
		]),
	);

/** The names of what chunks export, in the files of groups. */
export const createNames = (stage: Stage) => {
	const numbers = new Map<string, string>();
	const files = Object.keys(stage.outputs);
	const groupOf = new Map(stage.groups.flatMap(group => group.files.map(file => [file, group])));
	const wanted = files.flatMap(file =>
		[...namesOf(stage, file)]
			.filter(([from]) => groupOf.get(from) && groupOf.get(from) !== groupOf.get(file))
			.flatMap(([from, names]) => names.map(name => `${from} ${name}`)),
	);
	const late = files.flatMap(file =>
		importsOf(stage.outputs, file, 'dynamic-import').map(from => `${from} *`),
	);
	for (const key of [...wanted, ...late])
		if (!numbers.has(key)) numbers.set(key, `_${numbers.size.toString(36)}`);
	const numberOf = (file: string, name: string) => {
		const number = numbers.get(`${file} ${name}`);
		if (number === undefined) throw new Error(`nothing imports ${name} of ${file}`);
		return number;
	};
	return {
		numberOf,
		groupOf(file: string): string {
			const group = groupOf.get(file);
			if (!group) throw new Error(`${file} is in no group`);
			return group.name;
		},
		/** What others want of a chunk: names, or `*` for all at once. */
		wantedOf: (file: string): readonly string[] =>
			[...numbers.keys()]
				.filter(key => key.startsWith(`${file} `))
				.map(key => key.slice(file.length + 1)),
		namesOf: (file: string) => namesOf(stage, file),
	};
};

export type Names = ReturnType<typeof createNames>;

/** All that others want of a group's chunks, each by its name among those of all groups. */
export const exportsOf = (files: readonly string[], names: Names): string => {
	const pairs = files.flatMap(file =>
		names.wantedOf(file).map(name => ({file, name, number: names.numberOf(file, name)})),
	);
	const imports = pairs.map(({file, name, number}) =>
		name === '*'
			? `import * as ${number} from ${JSON.stringify(resolve(file))};`
			: `import {${name} as ${number}} from ${JSON.stringify(resolve(file))};`,
	);
	// A chunk of which nothing is wanted may do something.
	const others = files.map(file => `import ${JSON.stringify(resolve(file))};`);
	return `${[...imports, ...others].join('\n')}\nmodule.exports = {${pairs.map(({number}) => number).join(', ')}};\n`;
};

/** What stands for the chunk of another group: its exports are there once the group has run, and stay what they are. */
const shimOf = (file: string, wanted: readonly string[], names: Names, format: Format): string => {
	const group = JSON.stringify(standIn(names.groupOf(file)));
	const list = (text: (name: string, at: number) => string) => wanted.map(text).join(', ');
	const number = (name: string) => names.numberOf(file, name);
	if (wanted.length === 0) return `import ${group};`;
	const imports =
		format === 'esm'
			? `import group from ${group};`
			: `import {${list(name => `${number(name)} as from${number(name)}`)}} from ${group};`;
	const from = format === 'esm' ? 'group.' : 'from';
	return `${imports}
const ${list((name, at) => `own${at} = ${from}${number(name)}`)};
export {${list((name, at) => `own${at} as ${name}`)}};
`;
};

/** A chunk's text, with its late imports as what their groups have of them. */
export const withLate = (stage: Stage, file: string, names: Names, format: Format): string =>
	importsOf(stage.outputs, file, 'dynamic-import').reduce(
		(text, late) => {
			const path = posix.relative(posix.dirname(file), late);
			const place = `import("${path.startsWith('.') ? path : `./${path}`}")`;
			if (!text.includes(place)) throw new Error(`${file} has no ${place}`);
			const group = JSON.stringify(standIn(names.groupOf(late)));
			const number = names.numberOf(late, '*');
			return text.replaceAll(
				place,
				format === 'esm'
					? `import(${group}).then(all => all.default.${number})`
					: `Promise.resolve().then(() => require(${group}).${number})`,
			);
		},
		stage.texts.get(file) ?? '',
	);

const entry = 'entry';
const shim = 'shim';

/** Puts chunks together: those of one file as they are, all others as what their groups export. */
const joining = (stage: Stage, {files, begin, format}: Joined, names: Names): Plugin => ({
	name: 'join chunks',
	setup(build) {
		const own = new Map(files.map(file => [resolve(file), file]));
		const all = new Map(Object.keys(stage.outputs).map(file => [resolve(file), file]));
		const wanted = (other: string) => [
			...new Set(files.flatMap(file => names.namesOf(file).get(other) ?? [])),
		];
		build.onResolve({filter: /^entry$/}, () => ({path: entry, namespace: entry}));
		build.onLoad({filter: /.*/, namespace: entry}, () => ({
			contents: begin,
			resolveDir: dirname(resolve(files[0] ?? '')),
		}));
		build.onResolve({filter: /^\.\/@.*@$/}, ({path}) => ({path, external: true}));
		build.onResolve({filter: /\.js$/}, ({path, resolveDir}) => {
			const place = resolve(resolveDir, path);
			if (own.has(place)) return {path: place};
			return all.has(place) ? {path: place, namespace: shim} : null;
		});
		build.onLoad({filter: /.*/, namespace: shim}, ({path}) => {
			const file = all.get(path) ?? '';
			return {contents: shimOf(file, wanted(file), names, format)};
		});
		build.onLoad({filter: /\.js$/, namespace: 'file'}, ({path}) => {
			const file = own.get(path);
			if (file === undefined) return null;
			return {contents: withLate(stage, file, names, format), resolveDir: dirname(path)};
		});
	},
});

/** The text of a file that chunks are joined to. */
export const joinChunks = async (
	stage: Stage,
	joined: Joined,
	names: Names,
	options: BuildOptions,
): Promise<string> => {
	const {outputFiles} = await build({
		...options,
		bundle: true,
		write: false,
		format: joined.format,
		entryPoints: [{in: entry, out: entry}],
		plugins: [joining(stage, joined, names)],
		// What others want is handed over as one plain object.
		logOverride: {'commonjs-variable-in-esm': 'silent'},
	});
	const [file] = outputFiles ?? [];
	if (!file) throw new Error('nothing was built');
	return file.text;
};
