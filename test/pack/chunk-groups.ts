import {basename} from 'node:path';
import type {Metafile} from 'esbuild';

type Outputs = Metafile['outputs'];

/** Built files that are one file in the end. */
export type ChunkGroup = {
	/** Unlike that of any other. */
	readonly name: string;
	/** Their paths. */
	readonly files: readonly string[];
};

/** The built files that a file imports, each once. */
export const importsOf = (
	outputs: Outputs,
	file: string,
	kind: 'import-statement' | 'dynamic-import',
): readonly string[] => [
	...new Set(
		(outputs[file]?.imports ?? [])
			.filter(one => one.kind === kind && !one.external)
			.map(({path}) => path),
	),
];

/** The built files that are loaded with a file before any of it runs, and the file. */
export const loadedWith = (
	outputs: Outputs,
	file: string,
	seen = new Set<string>(),
): ReadonlySet<string> => {
	if (seen.has(file)) return seen;
	seen.add(file);
	for (const path of importsOf(outputs, file, 'import-statement')) loadedWith(outputs, path, seen);
	return seen;
};

/** A file that something asks for, and what is loaded for it. */
type Root = {
	readonly file: string;
	readonly loaded: ReadonlySet<string>;
	/** What is there already whenever it is asked for. */
	before: ReadonlySet<string>;
};

const toRoot = (outputs: Outputs, file: string, before: Iterable<string>): Root => ({
	file,
	loaded: loadedWith(outputs, file),
	before: new Set(before),
});

/** What is there when any of the files that ask for a root runs: of all roots that load such a file, what they share. */
const sharedBefore = (outputs: Outputs, root: Root, roots: readonly Root[]): Set<string> => {
	const files = Object.keys(outputs);
	const asking = files.filter(file =>
		importsOf(outputs, file, 'dynamic-import').includes(root.file),
	);
	const from = roots.filter(({loaded}) => asking.some(file => loaded.has(file)));
	return new Set(
		files.filter(file => from.every(({loaded, before}) => loaded.has(file) || before.has(file))),
	);
};

/** The entries, and all that is imported late. */
const rootsOf = (outputs: Outputs, entries: readonly string[]): readonly Root[] => {
	const files = Object.keys(outputs);
	const late = new Set(files.flatMap(file => importsOf(outputs, file, 'dynamic-import')));
	const lateRoots = [...late].map(file => toRoot(outputs, file, files));
	const roots = [...entries.map(file => toRoot(outputs, file, [])), ...lateRoots];
	for (let isChanging = true; isChanging;) {
		isChanging = false;
		for (const root of lateRoots) {
			const shared = sharedBefore(outputs, root, roots);
			if (shared.size !== root.before.size) isChanging = true;
			root.before = shared;
		}
	}
	return roots;
};

/** A built file's name without what its content adds. */
const nameOf = (file: string) => basename(file, '.js').replace(/-[A-Z0-9]{8}$/, '');

/** All that an entry may ever load. */
const reachedFrom = (outputs: Outputs, entry: string): ReadonlySet<string> => {
	const reached = new Set([entry]);
	for (const file of reached)
		for (const kind of ['import-statement', 'dynamic-import'] as const)
			for (const next of importsOf(outputs, file, kind)) reached.add(next);
	return reached;
};

/** What shows the screen: what only they need is one file, and what they share with other commands another. */
const screens: readonly string[] = ['app', 'live-app', 'replay-app'];

/** Loaded before them, by itself. */
const half = 'load-ink';

/** What is loaded for every command. */
const always = 'main';

/** What a file is put together with, by the names of what loads it; null: with what the very same load. */
const groupOf = (names: readonly string[]): string | null => {
	if (names.includes(always)) return always;
	if (names.length === 1 || !names.some(name => screens.includes(name))) return null;
	const others = names.filter(name => !screens.includes(name));
	if (others.length === 0) return 'screen';
	return others.join() === half ? 'ink' : 'common';
};

/**
 * Which of the built files may be one, for they are always loaded together. A bundler parts what two commands share
 * from what three share, and so on: a hundred files, of which each takes its time to be found.
 */
export const groupChunks = (
	outputs: Outputs,
	entries: readonly string[],
): readonly ChunkGroup[] => {
	const roots = rootsOf(outputs, entries);
	const reached = new Map(entries.map(entry => [entry, reachedFrom(outputs, entry)]));
	const groups = new Map<string, string[]>();
	for (const file of Object.keys(outputs)) {
		if (entries.includes(file)) continue;
		const loading = roots.filter(({loaded, before}) => loaded.has(file) && !before.has(file));
		const names = loading.map(root => nameOf(root.file)).toSorted();
		// What the library loads, if only late, must not lead to the program.
		const from = entries.filter(entry =>
			loading.some(({file: root}) => reached.get(entry)?.has(root)),
		);
		const group = groupOf(names);
		const key = group === null ? names : [group, ...(from.length > 1 ? from : [])];
		const name = key.join(' ');
		groups.set(name, [...(groups.get(name) ?? []), file]);
	}
	const shared = [...groups.keys()].filter(key => key.includes(' '));
	return [...groups].map(([key, files]) => ({
		name: shared.includes(key) ? `shared-${shared.indexOf(key) + 1}` : key,
		files,
	}));
};

/** Throws where a group would need another that needs it. */
export const assertNoCircles = (outputs: Outputs, groups: readonly ChunkGroup[]): void => {
	const groupOfFile = new Map(groups.flatMap(group => group.files.map(file => [file, group])));
	const done = new Set<ChunkGroup>();
	const visit = (group: ChunkGroup, path: readonly ChunkGroup[]) => {
		if (path.includes(group))
			throw new Error(`files in a circle: ${path.map(({name}) => name).join(' → ')}`);
		if (done.has(group)) return;
		for (const file of group.files)
			for (const next of importsOf(outputs, file, 'import-statement')) {
				const other = groupOfFile.get(next);
				if (other && other !== group) visit(other, [...path, group]);
			}
		done.add(group);
	};
	for (const group of groups) visit(group, []);
};
