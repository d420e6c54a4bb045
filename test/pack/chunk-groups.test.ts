import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Metafile} from 'esbuild';
import {assertNoCircles, groupChunks} from './chunk-groups.js';

/** What a bundler tells of files: of each what it imports, late where it stands behind `late`. */
const toOutputs = (files: Readonly<Record<string, string>>): Metafile['outputs'] =>
	Object.fromEntries(
		Object.entries(files).map(([file, text]) => {
			const [first = '', late = ''] = text.split('late');
			const words = (list: string) => list.split(' ').filter(Boolean);
			return [
				`${file}.js`,
				{
					...{bytes: 1, exports: [], inputs: {}},
					imports: [
						...words(first).map(path => ({path: `${path}.js`, kind: 'import-statement' as const})),
						...words(late).map(path => ({path: `${path}.js`, kind: 'dynamic-import' as const})),
					],
				},
			];
		}),
	);

const grouped = (files: Readonly<Record<string, string>>, ...entries: readonly string[]) =>
	Object.fromEntries(
		groupChunks(
			toOutputs(files),
			entries.map(entry => `${entry}.js`),
		).map(({name, files: own}) => [name, own.map(file => file.replace('.js', '')).join(' ')]),
	);

test('what a late part shares with the first is there already', () => {
	const files = {cli: 'late main', main: 'a b late watch', watch: 'b c', a: '', b: '', c: ''};
	assert.deepEqual(grouped(files, 'cli'), {main: 'main a b', watch: 'watch c'});
});

test('what the library needs as well is apart', () => {
	const files = {cli: 'late main', feed: 'a', main: 'a b', a: '', b: ''};
	assert.deepEqual(grouped(files, 'cli', 'feed'), {main: 'main b', 'shared-1': 'a'});
});

test('what the program always loads is parted by who else may load it', () => {
	const files = {
		...{cli: 'late main', main: 'a b c late part', part: 'a b'},
		...{feed: 'a late part', read: 'b', a: '', b: '', c: ''},
	};
	assert.deepEqual(grouped(files, 'cli', 'feed', 'read'), {
		...{main: 'main c', part: 'part'},
		...{'shared-1': 'a', 'shared-2': 'b'},
	});
});

test('what is asked for by two waits for neither', () => {
	const files = {cli: 'late main', feed: 'late part', main: 'a late part', part: 'a', a: ''};
	assert.deepEqual(grouped(files, 'cli', 'feed'), {main: 'main', part: 'part', 'shared-1': 'a'});
});

test('only what the screen alone needs is with the screen', () => {
	const files = {
		...{cli: 'late main', main: 'late app replay-app watch'},
		...{app: 'tape late load-ink live-app', 'load-ink': 'ink', 'live-app': 'ink panes text'},
		...{'replay-app': 'ink panes tape text', watch: 'text'},
		...{ink: '', panes: '', text: '', tape: ''},
	};
	assert.deepEqual(grouped(files, 'cli'), {
		...{main: 'main', app: 'app', 'live-app': 'live-app', 'load-ink': 'load-ink'},
		...{'replay-app': 'replay-app', watch: 'watch'},
		...{ink: 'ink', screen: 'panes tape', common: 'text'},
	});
});

test('what the library loads late does not lead to the screen', () => {
	const files = {
		...{cli: 'late main', main: 'late app watch read', feed: 'late read news'},
		...{app: 'ink text other own', watch: 'text own', read: 'text', news: 'other'},
		...{ink: '', text: '', other: '', own: ''},
	};
	assert.deepEqual(grouped(files, 'cli', 'feed'), {
		...{main: 'main', app: 'app ink', watch: 'watch', read: 'read', news: 'news'},
		...{'shared-1': 'text other', common: 'own'},
	});
});

test('files that would need each other are refused', () => {
	const outputs = toOutputs({a: 'b', b: 'c', c: ''});
	const one = {name: 'one', files: ['a.js', 'c.js']};
	assert.throws(
		() => assertNoCircles(outputs, [one, {name: 'two', files: ['b.js']}]),
		/in a circle: one → two/,
	);
	assertNoCircles(outputs, [one, {name: 'two', files: []}]);
});
