import assert from 'node:assert/strict';
import {before, test} from 'node:test';
import {serialize} from 'node:v8';
import {gzipSync} from 'node:zlib';
import {createRandom} from '../../source/random.js';
import {randomOf} from './input.js';
import {judge, judgeCost} from './judge.js';
import {captureMutations} from './mutations/captures.js';
import {readers} from './readers/readers.js';
import {makeSeeds, packSeeds, type Seeds} from './seeds/seeds.js';

let seeds: Seeds;

before(async () => {
	seeds = await makeSeeds();
});

test('an input is the same each time, and right ones are left alone', () => {
	const right = packSeeds(seeds);
	for (const [name, {make}] of Object.entries(readers))
		for (let number = 1; number <= 5; number++) {
			const [one, other] = [
				make(seeds, randomOf(name, number)),
				make(seeds, randomOf(name, number)),
			];
			assert.ok(serialize(one).equals(serialize(other)), `${name} ${number}`);
		}
	assert.ok(packSeeds(seeds).equals(right));
});

test('a message that is a bomb is not unpacked to be changed', () => {
	const bomb = gzipSync(Buffer.alloc(21e6));
	const line = {t: 1, kind: 'ws', connection: 1, encoding: 'gzip+base64'};
	const bytes = Buffer.from(`${JSON.stringify({...line, data: bomb.toString('base64')})}\n`);
	for (const seed of ['one', 'two', 'three'])
		assert.equal(captureMutations['a message'](bytes, createRandom(seed)), bytes);
});

const command = {by: 'command', codes: [0, 1]} as const;
const answer = {code: 0, stdout: '', stderr: '', written: {}, crash: null};

const wrong: readonly {
	readonly name: string;
	readonly given: Partial<typeof answer> | {readonly written: Record<string, string>};
	readonly args?: readonly string[];
	readonly expected: RegExp;
}[] = [
	{name: 'a code of no meaning here', given: {code: 3, stderr: 'x'}, expected: /^exit code 3/},
	{name: 'a failure without a word', given: {code: 1}, expected: /without a word/},
	{
		name: 'a mistake of ours',
		given: {code: 1, stderr: "steem-tui: Cannot read properties of null (reading 'x')\n"},
		expected: /Cannot read/,
	},
	{name: 'a stack', given: {code: 1, stderr: 'x\n    at main (a.js:1)\n'}, expected: /at main/},
	{name: 'a title for the terminal', given: {stdout: '\u001B]0;x\u0007'}, expected: /stdout/},
	{name: 'a C1 control', given: {stderr: 'x \u009B31m'}, expected: /stderr has a control/},
	{name: 'text that is turned around', given: {stdout: '\u202Ex'}, expected: /u202e|\u202E/},
	{name: 'half a JSON line', given: {stdout: '{"a":'}, args: ['--json'], expected: /not JSON/},
	{name: 'complaints without end', given: {stderr: 'x'.repeat(1e5)}, expected: /100000/},
	{name: 'a control in a picture', given: {written: {'a.svg': '\u0001'}}, expected: /no XML/},
];

for (const {name, given, args = [], expected} of wrong)
	test(`the judge finds ${name}`, () => {
		const faults = judge({...answer, ...given}, command, args);
		assert.match(faults.join('\n'), expected);
	});

test('the judge lets pass what the full screen writes itself', () => {
	const own =
		'\u001B[?1049h\u001B[?25l\u001B[2;1H\u001B[38;2;1;2;3m0.1642\u001B[5C7\u001B[0m\u001B[K';
	assert.deepEqual(judge({...answer, stdout: own}, {by: 'app', codes: [0]}), []);
	assert.notDeepEqual(judge({...answer, stdout: `${own}\u001B[5i`}, {by: 'app', codes: [0]}), []);
});

test('the judge finds what costs too much', () => {
	const cheap = {cpuMs: 5, stallMs: 5, peakMb: 90};
	assert.deepEqual(judgeCost(cheap, true), []);
	assert.equal(judgeCost({...cheap, peakMb: 401}, false).length, 1);
	assert.equal(judgeCost({...cheap, stallMs: 1100}, true).length, 1);
	assert.equal(judgeCost({...cheap, stallMs: 1100}, false).length, 0);
	assert.equal(judgeCost({...cheap, cpuMs: 11_000}, false).length, 1);
});
