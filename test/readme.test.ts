import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {test} from 'node:test';
import {helpRows} from '../source/screen/help.js';
import {bindings} from '../source/screen/keys.js';
import {faults} from '../source/simulator/faults.js';
import {runProgram} from './helpers/run-program.js';

const file = new URL('../README.md', import.meta.url);

/** Compares a part of the README between its marks, or rewrites it where UPDATE_README is set. */
const assertPart = (name: string, expected: string) => {
	const text = readFileSync(file, 'utf8');
	const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
	const from = text.indexOf(begin) + begin.length;
	const to = text.indexOf(end);
	assert.ok(to >= from && from >= begin.length, `the README has a part "${name}"`);
	if (process.env['UPDATE_README'])
		writeFileSync(file, `${text.slice(0, from)}\n${expected}\n${text.slice(to)}`);
	else assert.equal(text.slice(from, to).trim(), expected.trim());
};

test('the README shows the program’s own help', async () => {
	const {stdout} = await runProgram(['--help']);
	assertPart('help', `\`\`\`\n${stdout.join('\n').trim()}\n\`\`\`\n`);
});

test('the README lists every key', () => {
	const rows = helpRows(bindings).map(({shown, help}) => `| \`${shown}\` | ${help} |`);
	assertPart('keys', ['| key | what it does |', '| --- | --- |', ...rows, ''].join('\n'));
});

test('the README lists every fault of the demo', () => {
	const rows = faults.map(({name, exchanges, help}) => {
		const only = exchanges.length === 1 ? ` (${exchanges[0]})` : '';
		return `| \`${name}\`${only} | ${help} |`;
	});
	assertPart('faults', ['| fault | what happens |', '| --- | --- |', ...rows, ''].join('\n'));
});
