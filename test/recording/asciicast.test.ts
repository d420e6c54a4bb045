import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createCastEncoder, type CastEvent} from '../../source/recording/asciicast.js';

const options = {columns: 80, rows: 24, startedAt: 1_504_467_315_999, title: 'STEEM/USDT'};

const events: readonly (readonly [ms: number, event: CastEvent])[] = [
	[0, {code: 'o', data: '\u001B[2J'}],
	[248.4, {code: 'o', data: 'a'}],
	[248.6, {code: 'm', label: 'gap'}],
	[1000.4, {code: 'r', columns: 120, rows: 40}],
	[999, {code: 'o', data: 'late'}],
];

test('writes version 2 with times since the start', () => {
	const encoder = createCastEncoder({...options, version: 2, terminal: 'xterm-256color'});
	assert.deepEqual(JSON.parse(encoder.header), {
		version: 2,
		width: 80,
		height: 24,
		timestamp: 1_504_467_315,
		title: 'STEEM/USDT',
		env: {TERM: 'xterm-256color'},
	});
	assert.deepEqual(
		events.map(([ms, event]) => JSON.parse(encoder.encode(ms, event)) as unknown),
		[
			[0, 'o', '\u001B[2J'],
			[0.248, 'o', 'a'],
			[0.249, 'm', 'gap'],
			[1, 'r', '120x40'],
			[1, 'o', 'late'],
		],
	);
});

test('writes version 3 with times since the event before', () => {
	const encoder = createCastEncoder({...options, version: 3, terminal: 'xterm-256color'});
	assert.deepEqual(JSON.parse(encoder.header), {
		version: 3,
		term: {cols: 80, rows: 24, type: 'xterm-256color'},
		timestamp: 1_504_467_315,
		title: 'STEEM/USDT',
	});
	assert.deepEqual(
		events.map(([ms, event]) => JSON.parse(encoder.encode(ms, event)) as unknown),
		[
			[0, 'o', '\u001B[2J'],
			[0.248, 'o', 'a'],
			[0.001, 'm', 'gap'],
			[0.751, 'r', '120x40'],
			[0, 'o', 'late'],
		],
	);
});

test('does not drift over many small intervals', () => {
	const encoder = createCastEncoder({...options, version: 3});
	let sum = 0;
	for (let count = 1; count <= 10_000; count++) {
		const [interval] = JSON.parse(encoder.encode(count * 0.4, {code: 'o', data: 'x'})) as [number];
		sum += interval;
	}
	assert.ok(Math.abs(sum - 4) < 0.001, String(sum));
});

test('leaves out a terminal type that is not known', () => {
	for (const version of [2, 3] as const) {
		const {header} = createCastEncoder({...options, version});
		assert.doesNotMatch(header, /TERM|type/);
	}
});

for (const version of [2, 3] as const)
	test(`names the colours a light screen was made for in version ${version}`, () => {
		const palette = {foreground: '#111111', background: '#ffffff', colors: ['#000000', '#aa0000']};
		const header = JSON.parse(createCastEncoder({...options, version, palette}).header) as {
			theme?: object;
			term?: {theme?: object};
		};
		const theme = {fg: '#111111', bg: '#ffffff', palette: '#000000:#aa0000'};
		assert.deepEqual(version === 3 ? header.term?.theme : header.theme, theme);
	});
