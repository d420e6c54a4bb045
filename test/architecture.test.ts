import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join, posix, relative} from 'node:path';
import {test} from 'node:test';

const root = join(import.meta.dirname, '../source');

/** What each layer may import, besides itself and `faults`; `(type)` allows types alone. */
const mayImport: Record<string, string> = {
	clock: '',
	faults: '',
	'market-name': '',
	book: '',
	transport: '',
	exchanges: 'book',
	store: 'book',
	screen: 'book clock(type)',
	recording: 'transport(type) clock',
	export: 'recording',
	feed: 'exchanges(type) transport(type) book(type) store clock market-name',
	hooks: 'store(type) screen',
	panes: 'store(type) screen book',
	app: 'hooks panes screen store(type)',
	'start-app': 'app panes screen hooks(type) store(type) clock(type)',
	simulator: 'book clock',
	session: 'feed exchanges store market-name book(type) transport(type) clock(type)',
	options: 'exchanges(type) market-name',
	config: 'options exchanges market-name screen book',
	commands: '*',
	cli: '*',
};

/** What only some layers, or single files, may have in their code. */
const reserved: {name: string; pattern: RegExp; places: string}[] = [
	{
		name: 'React or Ink',
		pattern: /from '(react|ink)['/]/,
		places: 'hooks panes screen app start-app commands/app',
	},
	{name: 'ws', pattern: /from 'ws'/, places: 'transport/live simulator'},
	{
		name: 'zlib-sync',
		pattern: /zlib-sync/,
		places: 'exchanges/huobi/inflate commands/doctor/program-checks',
	},
	{name: 'the environment', pattern: /process\.env/, places: 'commands cli session simulator'},
	{
		name: 'the time of day',
		pattern: /Date\.now\(|new Date\(\)|performance\./,
		places: 'clock commands cli session simulator',
	},
	{name: 'chance', pattern: /Math\.random\(/, places: 'commands cli session simulator'},
];

const files = readdirSync(root, {recursive: true, withFileTypes: true})
	.filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
	.map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

const codeOf = (file: string) =>
	readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*/g, '');

const layerOf = (file: string) => file.replace(/(\/.*|\.[jt]sx?)$/, '');

/** Our own modules a file imports, and whether it takes only types of each. */
const importsOf = (file: string) =>
	[
		...codeOf(file).matchAll(
			/(?:import|export)\s+(type\s)?([^'";=]*?)from\s+'(\.[^']+)'|import\(?\s*'(\.[^']+)'/g,
		),
	].map(([, type, names = '', from, bare]) => ({
		target: posix.join(posix.dirname(file), from ?? bare ?? ''),
		isType: type !== undefined || /^\{(\s*type\s[^,}]+,?)+\s*\}\s*$/.test(names),
	}));

test('every source file belongs to a layer', () => {
	assert.deepEqual(
		files.filter(file => !(layerOf(file) in mayImport)),
		[],
	);
});

test('layers import only what stands below them', () => {
	const wrong = files.flatMap(file => {
		const allowed = `${mayImport[layerOf(file)]} faults ${layerOf(file)}`.split(' ');
		return importsOf(file)
			.filter(({target, isType}) => {
				const layer = layerOf(target);
				const isAllowed = allowed.includes(layer) || allowed.includes('*');
				return !isAllowed && !(isType && allowed.includes(`${layer}(type)`));
			})
			.map(({target, isType}) => `${file} → ${target}${isType ? ' (type)' : ''}`);
	});
	assert.deepEqual(wrong, []);
});

for (const {name, pattern, places} of reserved) {
	test(`only ${places.split(' ').join(', ')} may have ${name}`, () => {
		const allowed = places.split(' ');
		const wrong = files.filter(
			file =>
				pattern.test(codeOf(file)) &&
				!allowed.includes(layerOf(file)) &&
				!allowed.includes(file.replace(/\.tsx?$/, '')),
		);
		assert.deepEqual(wrong, []);
	});
}

test('the table is read as meant', () => {
	const imports = importsOf('exchanges/huobi/inflate.ts');
	assert.deepEqual(imports, []);
	assert.deepEqual(importsOf('book/decimal-column.ts'), [
		{target: 'book/fixed-point.js', isType: false},
	]);
	assert.deepEqual(importsOf('exchanges/exchange.ts')[0], {
		target: 'book/fixed-point.js',
		isType: true,
	});
});
