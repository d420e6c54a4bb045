import {closeSync, fstatSync, openSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {Script} from 'node:vm';
import type {CodeCache, CodeOf} from './code-cache.js';

type Chunk = {
	readonly of: CodeOf;
	readonly script: Script;
	/** Bytes of program text that were loaded when its code was kept; none where it had to be compiled. */
	readonly keptWith: number;
};

export type ChunkLoader = {
	/** What a file of the program (`./NAME`) exports, or anything else that can be required. Runs it, the first time. */
	require(id: string): unknown;
	/** Keeps what was compiled so far of the files that were loaded; once. */
	keep(): void;
};

/** As Node wraps what is required. Nothing else is on the line, so that places in it are those in the file. */
const wrap = (text: string) =>
	`(function (exports, require, module, __filename, __dirname) { ${text}\n})`;

type Run = (
	exports: unknown,
	require: (id: string) => unknown,
	module: {exports: unknown},
	...place: [filename: string, dirname: string]
) => void;

/** The build writes its files in ASCII, which V8 takes as they are. */
const readChunk = (folder: string, name: string) => {
	const file = openSync(join(folder, name), 'r');
	try {
		const {size, mtimeMs: time} = fstatSync(file);
		return {of: {name, size, time}, text: readFileSync(file, 'latin1')};
	} finally {
		closeSync(file);
	}
};

/** Does something with those flags of V8 that code is kept with: with others, V8 refuses it. */
export type AsKept = <Value>(action: () => Value) => Value;

/** Requires the files that the program is built of, with code that was compiled before where there is such. */
export const createChunkLoader = (
	folder: string,
	cache: CodeCache | null,
	asKept: AsKept = action => action(),
): ChunkLoader => {
	const modules = new Map<string, {exports: unknown}>();
	let fresh: Chunk[] = [];
	let loaded = 0;
	const requireOther = createRequire(join(folder, 'chunks.cjs'));
	const requireAny = (id: string): unknown =>
		id.startsWith('./') ? load(id.slice(2)) : (requireOther(id) as unknown);

	const compile = (name: string): Script => {
		const {of, text} = readChunk(folder, name);
		const code = cache?.read(of);
		const filename = join(folder, name);
		const options = {filename, ...(code && {cachedData: code.data})};
		const script = asKept(() => new Script(wrap(text), options));
		const isKept = code && script.cachedDataRejected === false;
		loaded += of.size;
		fresh.push({of, script, keptWith: isKept ? code.loaded : 0});
		return script;
	};

	function load(name: string): unknown {
		const known = modules.get(name);
		if (known) return known.exports;
		const module = {exports: {}};
		modules.set(name, module);
		try {
			const run = compile(name).runInThisContext() as Run;
			run(module.exports, requireAny, module, join(folder, name), folder);
		} catch (error) {
			// Whoever asks again is told the same: there is half of it at the most.
			modules.delete(name);
			throw error;
		}
		return module.exports;
	}

	return {
		require: requireAny,
		keep() {
			const chunks = fresh;
			fresh = [];
			for (const {of, script, keptWith} of chunks)
				if (keptWith < loaded) cache?.write(of, {data: script.createCachedData(), loaded});
		},
	};
};
