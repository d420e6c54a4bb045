import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import '../../source/cli/main.js';
import {faultHelp} from '../../source/cli/fault-help.js';
import {program} from '../../source/cli/program.js';
import {usageKinds} from '../../source/cli/usage-kinds.js';
import {allSettings, rebindable} from '../../source/config/settings.js';
import {exchanges} from '../../source/exchanges/index.js';
import {exitCodes} from '../../source/output/console.js';
import {helpRows} from '../../source/screen/help.js';
import {bindings} from '../../source/screen/keys.js';
import {statusWords} from '../../source/screen/status.js';
import {allFaults} from '../../source/simulator/faults.js';
import {simulatedIds} from '../../source/simulator/market-list.js';
import {toManPage} from './man-page.js';
import {pageOf, root} from './pages.js';

/** Compares a part of a page between its marks, or writes it again where UPDATE_DOCS is set. */
const assertPart = (path: string, name: string, expected: readonly string[]) => {
	const file = join(root, path);
	const text = readFileSync(file, 'utf8');
	const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
	const from = text.indexOf(begin) + begin.length;
	const to = text.indexOf(end);
	assert.ok(to >= from && from >= begin.length, `${path} has a part "${name}"`);
	const part = expected.join('\n').trim();
	if (process.env['UPDATE_DOCS'])
		writeFileSync(file, `${text.slice(0, from)}\n${part}\n\n${text.slice(to)}`);
	else assert.equal(text.slice(from, to).trim(), part);
};

const table = (titles: readonly string[], rows: readonly (readonly string[])[]) =>
	[titles, titles.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`);

const code = (text: string) => `\`${text}\``;

test('the guide shows the program’s own help', () => {
	const help = program.createHelp();
	help.helpWidth = 80;
	const text = help.formatHelp(program, help).trim();
	assertPart('docs/guide.md', 'help', ['```', text, '```']);
});

test('the guide lists every key', () => {
	const rows = helpRows(bindings).map(({shown, help}) => [code(shown), help]);
	assertPart('docs/guide.md', 'keys', table(['key', 'what it does'], rows));
});

test('the man page says what the help says', () => {
	const file = join(root, 'docs/steem-tui.1');
	const page = toManPage(program, readFileSync(join(root, 'docs/guide.md'), 'utf8'));
	assert.match(page, /EXIT STATUS\n\.TP\n\\fB0\\fR\ndone\n[^]*\\fB130\\fR\n/);
	if (process.env['UPDATE_DOCS']) writeFileSync(file, page);
	else assert.equal(readFileSync(file, 'utf8'), page);
});

test('the errors page tells every code, and what to do', () => {
	const titles = ['code', 'what it means', 'what to do'];
	const faults = faultHelp.map(fault => [code(fault.code), fault.meaning, fault.advice]);
	assertPart('docs/errors.md', 'faults', table(titles, faults));
	const usage = Object.entries(usageKinds).map(([kind, {meaning, advice}]) => [
		...[code(kind), meaning],
		advice,
	]);
	assertPart('docs/errors.md', 'usage', table(titles, usage));
});

test('the guide tells every status and exit code', () => {
	const {text} = pageOf('docs/guide.md');
	for (const status of Object.keys(statusWords)) assert.match(text, new RegExp(`^\\| \`${status}\``, 'm'));
	for (const exitCode of Object.values(exitCodes))
		assert.match(text, new RegExp(`^\\| ${exitCode} +\\|`, 'm'));
});

/** Those that a fault can strike, in few words. */
const toStruck = (struck: readonly string[]): string => {
	if (struck.length === simulatedIds.length) return 'all';
	const others = simulatedIds.filter(id => !struck.includes(id));
	return others.length <= 3 ? `all but ${others.join(', ')}` : struck.join(', ');
};

test('the faults page lists every fault, and whom it can strike', () => {
	const rows = allFaults.map(({name, exchanges: struck, help}) => [
		...[code(name), toStruck(struck)],
		help,
	]);
	assertPart('docs/faults.md', 'faults', table(['fault', 'exchanges', 'what happens'], rows));
});

test('the configuration lists every setting and action', () => {
	const rows = allSettings
		.filter(({path}) => !path.startsWith('keys.'))
		.map(({path, help, fallback, flag, variables = [], toJson}) => [
			code(path),
			code(JSON.stringify(toJson(fallback))),
			[...(flag === undefined ? [] : [flag]), ...variables].map(code).join(', '),
			help,
		]);
	const titles = ['setting', 'default', 'flag, variables', 'what it is'];
	assertPart('docs/configuration.md', 'settings', table(titles, rows));
	const actions = rebindable.map(({intent, help}) => {
		const keys = allSettings.find(({path}) => path === `keys.${intent}`)?.fallback;
		return [code(intent), (keys as readonly string[]).map(code).join(' '), help];
	});
	assertPart(
		'docs/configuration.md',
		'actions',
		table(['action', 'keys', 'what it does'], actions),
	);
});

test('the exchanges page lists every host and variable', () => {
	const kinds = [
		['ws', 'sockets'],
		['rest', 'REST'],
	] as const;
	const hosts = exchanges.flatMap(({title, endpoints}) =>
		kinds.map(([kind, word]) => [`${title} ${word}`, endpoints[kind].map(code).join(', ')]),
	);
	assertPart('docs/exchanges.md', 'hosts', table(['exchange', 'hosts'], hosts));
	const variables = exchanges.flatMap(({endpoints, endpointVariables}) =>
		kinds.map(([kind]) => [code(endpointVariables[kind]), code(endpoints[kind][0])]),
	);
	assertPart('docs/exchanges.md', 'endpoints', table(['variable', 'default'], variables));
});

test('the page on captures tells every defect', () => {
	const {text} = pageOf('docs/captures-and-replay.md');
	const source = readFileSync(join(root, 'source/verify/defects.ts'), 'utf8');
	const [type = ''] = /export type DefectCode =[^;]+/.exec(source) ?? [];
	const codes = [...type.matchAll(/'([a-z-]+)'/g)].map(([, name = '']) => name);
	assert.ok(codes.length > 10, 'defects were found');
	for (const name of codes) assert.match(text, new RegExp(`^\\| \`${name}\``, 'm'));
});
