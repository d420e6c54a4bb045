import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';
import {build, type BuildOptions, type Metafile} from 'esbuild';
import {assertNoCircles, groupChunks, importsOf} from './chunk-groups.js';
import {
	createNames,
	exportsOf,
	joinChunks,
	standIn,
	withLate,
	type Joined,
	type Names,
	type Stage,
} from './join-chunks.js';
import {quickPackages} from './quick-packages.js';

/**
 * Builds the program, the library and what is run by threads: first as ES modules that share chunks, then with what is always loaded together
 * in one file, that Node requires: such a file can be compiled once and be kept, on every Node that it runs on.
 */
process.chdir(join(import.meta.dirname, '../..'));

const made = 'node_modules/.cache/steem-tui';
const stageFolder = `${made}/stage`;
const entries = ['cli', 'row-worker', 'feed', 'captures'].map(name => `${stageFolder}/${name}.js`);
/** The program, and what a thread of its own runs, are required; the library is modules. */
const [cli = '', thread = '', ...modules] = entries;

/** The commit; empty without git. */
const commit = (): string => {
	try {
		const args = ['rev-parse', '--short=10', 'HEAD'];
		return execFileSync('git', args, {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}).trim();
	} catch {
		return '';
	}
};

const common: BuildOptions = {
	platform: 'node',
	target: 'node20',
	legalComments: 'none',
	logLevel: 'warning',
	external: ['zlib-sync'],
};

const buildStage = async (): Promise<Stage> => {
	rmSync(stageFolder, {recursive: true, force: true});
	const {metafile} = await build({
		...common,
		entryPoints: {
			cli: 'source/cli.ts',
			feed: 'source/library/feed.ts',
			captures: 'source/library/captures.ts',
			'row-worker': 'source/datasets/row-worker.ts',
		},
		bundle: true,
		splitting: true,
		format: 'esm',
		outdir: stageFolder,
		chunkNames: 'chunks/[name]-[hash]',
		define: {
			'process.env.NODE_ENV': '"production"',
			fetch: 'undefined',
			builtFrom: JSON.stringify(commit()),
		},
		pure: ['console.log'],
		minifySyntax: true,
		metafile: true,
		plugins: [quickPackages],
	});
	const {outputs} = metafile;
	const texts = new Map(Object.keys(outputs).map(file => [file, readFileSync(file, 'utf8')]));
	const groups = groupChunks(outputs, entries);
	assertNoCircles(outputs, groups);
	return {outputs, texts, groups};
};

/** What begins the program: what loads its other files, and then what stands first of it. */
const toBegin = (stage: Stage, names: Names): string => {
	if (importsOf(stage.outputs, cli, 'import-statement').length > 0)
		throw new Error('what begins the program must import late');
	const loader = JSON.stringify(resolve('source/cli/start-chunks.ts'));
	return `import {startChunks} from ${loader};
const require = startChunks(__dirname);
${withLate(stage, cli, names, 'cjs').replace(/^#!.*/, '')}`;
};

/** The files to be, by their names. */
const toJoined = (stage: Stage, names: Names): ReadonlyMap<string, Joined> =>
	new Map([
		...stage.groups.map(({name, files}): [string, Joined] => [
			name,
			{files, begin: exportsOf(files, names), format: 'cjs'},
		]),
		['start', {files: [cli], begin: toBegin(stage, names), format: 'cjs'}],
		['rows', {files: [thread], begin: `import ${JSON.stringify(resolve(thread))};`, format: 'cjs'}],
		...modules.map((file): [string, Joined] => [
			basename(file),
			{files: [file], begin: `export * from ${JSON.stringify(resolve(file))};`, format: 'esm'},
		]),
	]);

const minified: BuildOptions = {...common, minify: true, lineLimit: 160};

/** What is bundled was strict, as modules are, and what it asks of the place of its module is that of the file. */
const optionsOf: Readonly<Record<Joined['format'], BuildOptions>> = {
	cjs: {
		...minified,
		define: {'import.meta.url': 'moduleUrl'},
		banner: {
			js: '"use strict";var moduleUrl=require("node:url").pathToFileURL(__filename).href;',
		},
	},
	esm: {
		...minified,
		banner: {
			js: "import {createRequire} from 'node:module';const require=createRequire(import.meta.url);",
		},
	},
};

type Output = Metafile['outputs'][string];

/** What a joined file is made of and needs, as the bundler would tell it. */
const toOutput = (
	stage: Stage,
	{files}: Joined,
	placeOf: (file: string) => string,
): Omit<Output, 'bytes'> => {
	const outputs = files.flatMap(file => stage.outputs[file] ?? []);
	const place = placeOf(files[0] ?? '');
	const imports = files.flatMap(file =>
		(stage.outputs[file]?.imports ?? []).map(one =>
			one.external ? one : {...one, path: placeOf(one.path)},
		),
	);
	const [first] = outputs;
	return {
		exports: first?.exports ?? [],
		inputs: Object.assign({}, ...outputs.map(({inputs}) => inputs)) as Output['inputs'],
		imports: imports.filter(({path}) => path !== place),
		...(first?.entryPoint && {entryPoint: first.entryPoint}),
	};
};

/** What the bundler leaves of other letters, in patterns: V8 takes a text of ASCII as it is. */
const toAscii = (text: string): string =>
	text.replaceAll(
		/[^\0-\x7f]/g,
		letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

/** The texts of all files, by their names, which are in place of each other's until all are known. */
const joinAll = async (
	stage: Stage,
	names: Names,
	files: ReadonlyMap<string, Joined>,
): Promise<ReadonlyMap<string, string>> =>
	new Map(
		await Promise.all(
			[...files].map(async ([name, one]): Promise<[string, string]> => {
				const text = await joinChunks(stage, one, names, optionsOf[one.format]);
				return [name, toAscii(text)];
			}),
		),
	);

const stage = await buildStage();
const names = createNames(stage);
const joined = toJoined(stage, names);
const texts = await joinAll(stage, names, joined);

/** A program that runs on while another version takes its place must not load that one's files. */
const version = createHash('sha256')
	.update([...texts].join())
	.digest('hex')
	.slice(0, 8);
const fileOf = (name: string) => (name.endsWith('.js') ? name : `chunks/${name}-${version}.cjs`);
const placeOf = (file: string): string => {
	if (file === cli) return `dist/${fileOf('start')}`;
	if (file === thread) return `dist/${fileOf('rows')}`;
	return `dist/${modules.includes(file) ? basename(file) : fileOf(names.groupOf(file))}`;
};

const outputs: Metafile['outputs'] = {};

const write = (name: string, text: string, output: Omit<Output, 'bytes'>) => {
	writeFileSync(join('dist', name), text);
	outputs[`dist/${name}`] = {...output, bytes: text.length};
};

rmSync('dist', {recursive: true, force: true});
mkdirSync('dist/chunks', {recursive: true});
for (const [name, one] of joined) {
	const folder = one.format === 'esm' ? './chunks/' : './';
	const text = [...joined.keys()].reduce(
		(all, other) => all.replaceAll(standIn(other), `${folder}${basename(fileOf(other))}`),
		texts.get(name) ?? '',
	);
	write(fileOf(name), text, toOutput(stage, one, placeOf));
}

/** Files that only require another one: what a module imports of such a file, Node reads once more to find its names. */
for (const [name, required, toText] of [
	[
		'cli.js',
		'start',
		(path: string) => `#!/usr/bin/env node
import {createRequire} from 'node:module';

createRequire(import.meta.url)('${path}');
`,
	],
	// A thread that begins with a module loads what Node has for modules first, which takes a third of its start.
	['row-worker.cjs', 'rows', (path: string) => `require('${path}');\n`],
] as const)
	write(name, toText(`./${fileOf(required)}`), {
		...{inputs: {}, exports: []},
		imports: [{path: `dist/${fileOf(required)}`, kind: 'import-statement'}],
	});
chmodSync('dist/cli.js', 0o755);
writeFileSync(`${made}/program.json`, JSON.stringify({inputs: {}, outputs}));
