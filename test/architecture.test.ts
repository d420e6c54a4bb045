import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join, posix, relative} from 'node:path';
import {test} from 'node:test';
import type {ParserOptions} from 'prettier';
import {parsers} from 'prettier/plugins/babel';

const root = join(import.meta.dirname, '../source');

/**
 * The rooms of the house, lowest first, and what each may import besides itself, `faults` and `safe-text`; `(type)`
 * allows types alone. At the root of `source/` lie only words that any room may use (`clock`, `faults`,
 * `json-bounds`, `market-name`, `random`, `safe-text`, `zlib-inside`) and `cli.ts`, where the program starts.
 */
const mayImport: Record<string, string> = {
	clock: '',
	faults: '',
	'json-bounds': '',
	'safe-text': '',
	'market-name': '',
	random: '',
	'zlib-inside': '',
	book: '',
	transport: 'clock(type)',
	files: 'clock(type)',
	exchanges: 'book json-bounds zlib-inside',
	store: 'book',
	relay: 'book store transport clock(type) market-name json-bounds',
	heat: 'book store(type)',
	flow: 'book store(type)',
	screen: 'book clock(type)',
	simulator: 'book clock(type) random',
	capture: 'files market-name json-bounds zlib-inside',
	recording: 'capture files transport(type) clock(type)',
	export: 'recording capture files json-bounds',
	feed: 'exchanges(type) transport(type) book store clock(type) market-name',
	markets: 'feed exchanges(type) store(type) screen(type) book market-name clock(type)',
	playback: 'capture exchanges transport(type) clock(type)',
	options: 'exchanges(type) transport(type) market-name recording(type) simulator',
	alerts: 'options exchanges(type) store(type) book clock(type)',
	config: 'alerts options exchanges market-name screen book json-bounds',
	session:
		'feed markets exchanges(type) store market-name book(type) transport recording simulator options clock(type)',
	relayed: 'relay feed session exchanges(type) store market-name transport clock(type)',
	verify: 'playback capture session feed exchanges(type) transport(type) screen book',
	serve: 'simulator verify playback capture exchanges book clock(type)',
	datasets: 'verify playback capture exchanges files book',
	service: 'feed(type) store(type) clock(type)',
	output: 'files options(type) session store(type) screen book clock(type)',
	replay:
		'verify playback capture files session store heat exchanges(type) market-name options output(type) screen(type) book clock(type) random',
	terminal: 'output alerts(type) screen clock(type)',
	doctor: 'terminal config feed book exchanges(type) transport output screen clock(type)',
	hooks: 'store(type) screen',
	panes: 'markets alerts(type) store(type) heat flow screen book',
	model: 'panes markets(type) heat flow store(type) screen',
	app: 'alerts model hooks panes markets heat flow screen terminal session store(type) exchanges(type) feed recording export files output config(type) market-name clock(type)',
	library:
		'replay relayed relay session datasets verify capture files options exchanges store transport market-name book clock',
	commands: '*',
	cli: '*',
};

/** What only some rooms, or single files, may have in their code. */
const reserved: {name: string; pattern: RegExp; places: string}[] = [
	{
		name: 'React or Ink',
		pattern: /from '(react|ink)['/]/,
		places: 'hooks panes screen app',
	},
	{
		name: 'the client of NATS',
		pattern: /from '@nats-io\//,
		places:
			'transport/nats-dial transport/nats-errors transport/nats-link transport/nats-links transport/nats-messages transport/nats-read transport/nats-refusals transport/nats-requests transport/nats-store transport/nats-streams',
	},
	{name: 'ws', pattern: /from 'ws'/, places: 'transport/live-socket simulator'},
	{
		name: 'zlib-sync',
		pattern: /zlib-sync/,
		places: 'exchanges/huobi/inflate exchanges/huobi/addon-inflate doctor/program-checks',
	},
	{
		name: 'what is inside of node:zlib',
		pattern: /_handle\b|_writeState\b/,
		places: 'zlib-inside terminal',
	},
	{name: 'the environment', pattern: /process\.env/, places: 'commands cli session simulator'},
	{
		name: 'the time of day',
		pattern: /Date\.now\(|new Date\(\)|performance\./,
		places: 'clock commands cli session simulator',
	},
	{
		name: "the process's streams: what is not on the screen goes through the console, which cleans it",
		pattern: /process\.std(out|err)\b(?!\.isTTY)|\bstd(out|err)\.write\(/,
		places:
			'output/console commands/app commands/replay-app recording/stdout-tap screen terminal/alert-signs terminal/asking terminal/unblock-terminal',
	},
	{
		// How a recording is served, the twin of its client as `simulator/` is; what unpacks messages, of which doctor
		// tells; names that other programs have for exchanges; examples in the help.
		name: "an exchange's name: all that is known of one lies in its folder",
		pattern:
			/binance|huobi|\bhtx|kraken|okx|bybit|coinbase|upbit|bitstamp|gate-?io|['"`/]gate['"`/]/i,
		places:
			'exchanges simulator serve/voices doctor/program-checks commands/doctor datasets/tardis options/planned-fault cli/program cli/command-help',
	},
	{
		name: 'threads',
		pattern: /node:worker_threads/,
		places: 'datasets/pack-bytes datasets/row-thread datasets/row-worker',
	},
	{name: 'chance', pattern: /Math\.random\(/, places: 'commands cli session simulator library'},
];

const files = readdirSync(root, {recursive: true, withFileTypes: true})
	.filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
	.map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

const codeOf = (file: string) =>
	readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*/g, '');

const roomOf = (file: string) => file.replace(/(\/.*|\.[jt]sx?)$/, '');

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

test('every source file belongs to a room', () => {
	assert.deepEqual(
		files.filter(file => !(roomOf(file) in mayImport)),
		[],
	);
});

test('rooms import only what stands below them', () => {
	const wrong = files.flatMap(file => {
		const allowed = `${mayImport[roomOf(file)]} faults safe-text ${roomOf(file)}`.split(' ');
		return importsOf(file)
			.filter(({target, isType}) => {
				const room = roomOf(target);
				const isAllowed = allowed.includes(room) || allowed.includes('*');
				return !isAllowed && !(isType && allowed.includes(`${room}(type)`));
			})
			.map(({target, isType}) => `${file} → ${target}${isType ? ' (type)' : ''}`);
	});
	assert.deepEqual(wrong, []);
});

test('a room that another may import stands before it in the table', () => {
	const rooms = Object.keys(mayImport);
	const wrong = Object.entries(mayImport).flatMap(([room, allowed]) =>
		allowed
			.split(' ')
			.map(name => name.replace('(type)', ''))
			.filter(name => name !== '' && name !== '*' && rooms.indexOf(name) >= rooms.indexOf(room))
			.map(name => `${room} → ${name}`),
	);
	assert.deepEqual(wrong, []);
});

/** Our own files that each file imports. */
const nextOf = (file: string) =>
	importsOf(file).flatMap(({target}) =>
		[target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx')].filter(name =>
			files.includes(name),
		),
	);

test('the model of the screen needs neither React nor Ink', () => {
	const reached = new Set(files.filter(file => roomOf(file) === 'model'));
	for (const file of reached) for (const next of nextOf(file)) reached.add(next);
	assert.ok(reached.size > 50, 'the imports were found');
	assert.deepEqual(
		[...reached].filter(file => /from '(react|ink)['/]/.test(codeOf(file))),
		[],
	);
});

test('no files import each other in a circle', () => {
	const next = new Map(files.map(file => [file, nextOf(file)]));
	const done = new Set<string>();
	const circles: string[] = [];
	const visit = (file: string, path: readonly string[]) => {
		if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
		if (done.has(file) || path.includes(file)) return;
		for (const target of next.get(file) ?? []) visit(target, [...path, file]);
		done.add(file);
	};
	for (const file of files) visit(file, []);
	assert.ok([...next.values()].flat().length > 500, 'the imports were found');
	assert.deepEqual(circles, []);
});

for (const {name, pattern, places} of reserved) {
	test(`only ${places.split(' ').join(', ')} may have ${name}`, () => {
		const allowed = places.split(' ');
		const wrong = files.filter(
			file =>
				pattern.test(codeOf(file)) &&
				!allowed.some(place => file.startsWith(`${place}/`)) &&
				!allowed.includes(file.replace(/\.tsx?$/, '')),
		);
		assert.deepEqual(wrong, []);
	});
}

const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

type Node = {
	readonly type: string;
	readonly loc: Readonly<Record<'start' | 'end', {readonly line: number}>>;
	readonly body?: unknown;
};

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && 'type' in value && 'loc' in value;

/** All that has a body of code: a function type, or one that is overloaded, has none. */
const isFunction = ({type, body}: Node) =>
	/Function(Declaration|Expression)$|Method$/.test(type) && isNode(body);

/** The functions of a file, each with what it holds, from the line of its first word to that of its last. */
const functionsOf = (text: string) => {
	const found: {line: number; length: number}[] = [];
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) value.forEach(visit);
		if (!isNode(value)) return;
		const {start, end} = value.loc;
		if (isFunction(value)) found.push({line: start.line, length: end.line - start.line + 1});
		Object.values(value).forEach(visit);
	};
	visit(parsers['babel-ts'].parse(text, {} as ParserOptions));
	return found;
};

/** Lines of the longest statement of a file, for what is in it cannot be longer: to parse all takes seconds. */
const longestStatement = (text: string) =>
	Math.max(...text.split(/^(?=[a-z])/m).map(statement => statement.split('\n').length - 1));

const functions = files
	.filter(file => longestStatement(textOf(file)) > 60)
	.flatMap(file =>
		functionsOf(textOf(file)).map(({line, length}) => ({place: `${file}:${line}`, length})),
	);

const longerThan = (lines: number) =>
	functions.filter(({length}) => length > lines).map(({place, length}) => `${place}: ${length}`);

test('no function is longer than a hundred lines', () => {
	assert.ok(functions.length > 500, 'the functions were found');
	assert.deepEqual(longerThan(100), []);
});

test('few functions are longer than sixty lines', () => {
	assert.ok(longerThan(60).length <= 20, longerThan(60).join('\n'));
});

/** Files that are a table of data, as long as what it tells of. */
const tables = new Set(['simulator/faults.ts']);

test('no file is longer than two hundred and fifty lines', () => {
	const long = files.filter(file => !tables.has(file) && textOf(file).split('\n').length > 251);
	assert.deepEqual(long, []);
});

test('the lengths of functions are measured as meant', () => {
	const text = [
		'export const outer = async <T>({',
		'	one,',
		'}: Options<T>): Promise<{',
		'	readonly three: (by: number) => void;',
		'}> => {',
		'	if (one) {',
		'		two();',
		'	}',
		'	return {',
		'		three(by: number): void {',
		'			four();',
		'		},',
		'		five:',
		'			(six: number) =>',
		'			(seven: number) => ({',
		'				six,',
		'				seven,',
		'			}),',
		'	};',
		'};',
		'class Eight extends Error {',
		'	constructor(',
		'		readonly nine: string,',
		'	) {',
		'		super(`',
		'no (code => {`);',
		'	}',
		'}',
	].join('\n');
	assert.deepEqual(functionsOf(text), [
		{line: 1, length: 20},
		{line: 10, length: 3},
		{line: 14, length: 5},
		{line: 15, length: 4},
		{line: 22, length: 6},
	]);
	assert.equal(longestStatement(text), 20);
});

test('the table is read as meant', () => {
	const imports = importsOf('clock.ts');
	assert.deepEqual(imports, []);
	assert.deepEqual(importsOf('book/decimal-column.ts'), [
		{target: 'book/fixed-point.js', isType: false},
	]);
	assert.deepEqual(importsOf('exchanges/exchange.ts')[0], {
		target: 'book/fixed-point.js',
		isType: true,
	});
});
