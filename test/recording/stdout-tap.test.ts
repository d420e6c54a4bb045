import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CastEvent} from '../../source/recording/asciicast.js';
import {createStdoutTap} from '../../source/recording/stdout-tap.js';
import {createTerminal} from '../helpers/terminal.js';

const start = () => {
	const terminal = createTerminal(80, 24);
	const tap = createStdoutTap(terminal.stdout);
	const events: CastEvent[] = [];
	return {terminal, tap, events, record: () => tap.start(event => events.push(event))};
};

test('passes everything through, listened to or not', () => {
	const {terminal, tap, events, record} = start();
	tap.stdout.write('a');
	const stop = record();
	tap.stdout.write('b');
	stop();
	tap.stdout.write('c');
	assert.deepEqual(terminal.writes, ['a', 'b', 'c']);
	assert.deepEqual(events, [{code: 'o', data: 'b'}]);
	assert.equal(tap.stdout.columns, 80);
	assert.equal(tap.stdout.getColorDepth(), 24);
});

test('tells the size before the repaint, whoever heard of it first', () => {
	const {terminal, tap, events, record} = start();
	tap.stdout.on('resize', () => tap.stdout.write('repaint'));
	record();
	terminal.resize(120, 40);
	terminal.resize(120, 40);
	assert.deepEqual(events, [
		{code: 'r', columns: 120, rows: 40},
		{code: 'o', data: 'repaint'},
		{code: 'o', data: 'repaint'},
	]);
});

test('tells a size that nobody repaints for', () => {
	const {terminal, events, record} = start();
	terminal.resize(60, 20);
	const stop = record();
	terminal.resize(40, 12);
	stop();
	terminal.resize(30, 10);
	assert.deepEqual(events, [{code: 'r', columns: 40, rows: 12}]);
});

test('takes every form of write', () => {
	const calls: unknown[][] = [];
	const {terminal, tap, events, record} = start();
	Object.assign(terminal.stdout, {write: (...args: unknown[]) => calls.push(args) > 0});
	record();
	const done = () => undefined;
	tap.stdout.write('a', done);
	tap.stdout.write('b', 'utf8', done);
	tap.stdout.write('63', 'hex');
	tap.stdout.write(new Uint8Array([0x64]));
	assert.deepEqual(
		events.map(event => event.code === 'o' && event.data),
		['a', 'b', 'c', 'd'],
	);
	assert.deepEqual(calls[0], ['a', done]);
	assert.deepEqual(calls[1], ['b', 'utf8', done]);
});

test('holds a character that is cut in two', () => {
	const {tap, events, record} = start();
	record();
	const bytes = Buffer.from('─▐');
	tap.stdout.write(bytes.subarray(0, 2));
	tap.stdout.write(bytes.subarray(2, 4));
	tap.stdout.write(bytes.subarray(4));
	tap.stdout.write('x\uD83D');
	tap.stdout.write('\uDE00');
	assert.deepEqual(
		events.map(event => event.code === 'o' && event.data),
		['─', '▐', 'x', '😀'],
	);
});

test('a terminal without a size has the usual one, until it tells another', () => {
	const terminal = createTerminal(80, 24);
	Object.assign(terminal.stdout, {columns: 0, rows: 0});
	const tap = createStdoutTap(terminal.stdout);
	const events: CastEvent[] = [];
	assert.deepEqual([tap.stdout.columns, tap.stdout.rows], [80, 24]);
	tap.start(event => events.push(event));
	terminal.resize(80, 24);
	terminal.resize(120, 40);
	Object.assign(terminal.stdout, {columns: undefined, rows: 0});
	terminal.stdout.emit('resize');
	assert.deepEqual(events, [
		{code: 'r', columns: 120, rows: 40},
		{code: 'r', columns: 80, rows: 24},
	]);
});
