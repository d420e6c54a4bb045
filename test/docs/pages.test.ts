import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import type {Command} from 'commander';
import manifest from '../../package.json' with {type: 'json'};
import '../../source/cli/main.js';
import {program} from '../../source/cli/program.js';
import {anchorsOf, brokenLinks, commandLines, pageOf, pages, root} from './pages.js';

const optionNames = (command: Command): readonly string[] => [
	...command.options.flatMap(({short, long}) => [short ?? '', long ?? '']),
	'-h',
	'--help',
];

/** What of a command line after `steem-tui` the program does not know, in words. */
const unknownParts = (line: string): readonly string[] => {
	const words = line.split(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/);
	const [first = ''] = words;
	const command = program.commands.find(other => other.name() === first) ?? program;
	const known = [...optionNames(command), ...optionNames(program)];
	const isNoCommand =
		command === program && /^[a-z]+$/.test(first) && !/usd|btc/.test(first);
	return [
		...(isNoCommand ? [`no command ${first}`] : []),
		...words
			.map(word => word.replace(/=.*/, ''))
			.filter(word => /^--?[a-z]/.test(word) && !known.includes(word))
			.map(word => `${command.name()} has no ${word}`),
	];
};

/** The part of a command line that is the program's, for each time it is called there. */
const callsIn = (line: string): readonly string[] =>
	[...line.matchAll(/(?:^|[|&;] *)(?:npx )?steem-tui(?: ([^|&;>]*))?/g)].map(([, call = '']) =>
		call.trim(),
	);

test('every link and image leads somewhere', () => {
	assert.deepEqual(pages.flatMap(brokenLinks), []);
	const links = pages.flatMap(({text}) => [...text.matchAll(/\]\((?!https)/g)]);
	assert.ok(links.length > 50, 'links were found');
});

test('a link to nothing is noticed', () => {
	const text = '[a](nowhere.md) [b](guide.md#nowhere) ![c](media/none.svg) [d](guide.md#keys)';
	assert.equal(brokenLinks({path: 'docs/x.md', text}).length, 3);
	assert.deepEqual(anchorsOf('# What it promises, and how `x` is\n```\n# no\n```\n'), [
		'what-it-promises-and-how-x-is',
	]);
});

/** Files and folders that a text names from the root on; of several, written with a sign, none. */
const namedFiles = (text: string): readonly string[] =>
	[...text.matchAll(/(?<![\w/-])(?:source|test|docs)\/[\w./-]+(?![\w./*-])/g)].map(([path]) =>
		path.replace(/\.$/, ''),
	);

test('every file that a page names exists', () => {
	const named = pages.flatMap(({path, text}) => namedFiles(text).map(file => ({path, file})));
	assert.ok(named.length > 30, 'files were found');
	assert.deepEqual(
		named.filter(({file}) => !existsSync(join(root, file))),
		[],
	);
	assert.deepEqual(namedFiles('in `test/a.ts`, docs/x-*.sh and source/b.'), ['test/a.ts', 'source/b']);
});

test('every command that a page shows exists', () => {
	const calls = pages.flatMap(({path, text}) =>
		commandLines(text).flatMap(line => callsIn(line).map(call => ({path, call}))),
	);
	assert.ok(calls.length > 30, 'commands were found');
	assert.deepEqual(
		calls.flatMap(({path, call}) =>
			unknownParts(call).map(unknown => `${path}: steem-tui ${call}: ${unknown}`),
		),
		[],
	);
});

test('an unknown command or flag is noticed', () => {
	assert.deepEqual(unknownParts('recrod STEEM/USDT'), ['no command recrod']);
	assert.deepEqual(unknownParts('watch --jsn'), ['watch has no --jsn']);
	assert.deepEqual(unknownParts('export x.cast --svg --from "a --b" --demo'), []);
});

test('every help has examples, each a command that there is', () => {
	for (const command of [program, ...program.commands]) {
		const help = command.createHelp();
		const [, examples = ''] = help.formatHelp(command, help).split('\nExamples:\n');
		const lines = examples.trim().split('\n').map(line => line.trim().split(/ {2,}/)[0] ?? '');
		assert.ok(lines.every(line => line.startsWith('steem-tui ')), `${command.name()}: ${examples}`);
		assert.deepEqual(lines.flatMap(callsIn).flatMap(unknownParts), []);
	}
});

test('every help fits a terminal of 80 columns', () => {
	for (const command of [program, ...program.commands]) {
		const help = command.createHelp();
		const wide = help.formatHelp(command, help).split('\n').filter(line => line.length > 80);
		assert.deepEqual(wide, [], command.name());
	}
});

test('a help lists the options that its command takes, and no others', () => {
	const longOf = (name: string) => {
		const command = program.commands.find(other => other.name() === name) ?? program;
		const help = command.createHelp();
		return help.visibleGlobalOptions(command).map(({long}) => long);
	};
	assert.deepEqual(longOf('verify'), []);
	assert.deepEqual(longOf('export'), ['--from', '--exchange', '--levels']);
	assert.ok(longOf('watch').includes('--speed') && !longOf('watch').includes('--theme'));
});

test('the layout names each folder of tests that mirrors none of the source', () => {
	const folders = readdirSync(join(root, 'test'), {withFileTypes: true})
		.filter(entry => entry.isDirectory() && !existsSync(join(root, 'source', entry.name)))
		.map(({name}) => `test/${name}`);
	const {text} = pageOf('docs/CONTRIBUTING.md');
	assert.deepEqual(
		folders.filter(folder => !text.includes(`| \`${folder}\``)),
		[],
	);
});

test('the worked example of an exchange is told with each of its files', () => {
	const folder = join(root, 'source/exchanges/gate');
	const files = readdirSync(folder);
	const [, told = ''] = pageOf('docs/CONTRIBUTING.md').text.split('Gate is the worked example.');
	const [part = ''] = told.split('\n### ');
	const named = [...part.matchAll(/^\| `(.+?)` \|/gm)].map(([, name = '']) => name);
	assert.deepEqual(named.toSorted(), files.toSorted());
	const lines = files.flatMap(name => readFileSync(join(folder, name), 'utf8').trim().split('\n'));
	const [, most = ''] = /less than (\d+) lines/.exec(part) ?? [];
	assert.ok(lines.length < Number(most), `${lines.length} lines`);
});

test('every script that a page names exists', () => {
	const names = pages.flatMap(({path, text}) =>
		commandLines(text).flatMap(line =>
			[...line.matchAll(/npm (?:run )?(?:-s )?(start|test|(?<=run )[\w:-]+)/g)].map(
				([, name = '']) => ({path, name}),
			),
		),
	);
	assert.ok(names.length > 10, 'scripts were found');
	assert.deepEqual(
		names.filter(({name}) => !(name in manifest.scripts)),
		[],
	);
});

test('every flag that a page names exists', () => {
	const known = [program, ...program.commands].flatMap(optionNames);
	const others = ['--test', '--import'];
	const named = pages.flatMap(({path, text}) =>
		[...text.matchAll(/`(--[a-z-]+)(?=[ `=])/g)].map(([, flag = '']) => ({path, flag})),
	);
	assert.deepEqual(
		named.filter(({flag}) => !known.includes(flag) && !others.includes(flag)),
		[],
	);
});

test('every file of the source that a page names exists', () => {
	const missing = pages.flatMap(({path, text}) =>
		[...text.matchAll(/`((?:source|test)\/[\w./-]+)`/g)]
			.filter(([, file = '']) => !existsSync(join(root, file)))
			.map(([, file]) => `${path}: ${file}`),
	);
	assert.deepEqual(missing, []);
});

test('every page leads back, and the README to every page', () => {
	const {text: readme} = pageOf('README.md');
	for (const {path, text} of pages.filter(page => page.path !== 'README.md')) {
		assert.match(text, /^# .+\n\n.+\[Back to the README\]\(\.\.\/README\.md\)\.\n/, path);
		assert.ok(readme.includes(`(${path})`), `the README has a link to ${path}`);
	}
});

test('the README is short', () => {
	assert.ok(pageOf('README.md').text.split('\n').length <= 180);
});

test('the internals list every room', () => {
	const {text} = pageOf('docs/internals.md');
	const table = readFileSync(join(root, 'test/architecture.test.ts'), 'utf8');
	const rooms = [...table.matchAll(/^\t'?([a-z-]+)'?:/gm)].map(([, room = '']) => room);
	const folders = rooms.filter(room => existsSync(join(root, 'source', room)));
	assert.ok(folders.length > 20, 'rooms were found');
	assert.deepEqual(
		folders.filter(room => !text.includes(`\`source/${room}\``)),
		[],
	);
});
