import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {test} from 'node:test';
import {codeOfEnd, createConsole, exitCodes} from '../../source/output/console.js';

const start = (mask?: (text: string) => string) => {
	let said = '';
	const stderr = Object.assign(new EventEmitter(), {write: (text: string) => (said += text)});
	const stdout = Object.assign(new EventEmitter(), {write: (text: string) => (said += text)});
	const exits: number[] = [];
	const exit = (code: number) => exits.push(code);
	const process = {stdout, stderr, exit} as unknown as NodeJS.Process;
	const fail = (code: string) => stdout.emit('error', Object.assign(new Error(code), {code}));
	return {console: createConsole(process, mask), said: () => said, exits, fail};
};

const hostile = 'a\u001B]0;OWNED\u0007\u009B31m\u202E\u2028 é日\nand more\t\r\n';
const shown = String.raw`a\u001b]0;OWNED\u0007\u009b31m\u202e\u2028 é日`;

test('a complaint tells the terminal nothing, whatever is in it', () => {
	const {console, said} = start();
	console.complain(hostile);
	assert.equal(said(), `steem-tui: ${shown}\nand more\\u0009\\u000d\n\n`);
});

test('all ways out show what a terminal would obey', () => {
	for (const way of ['write', 'tell'] as const) {
		const {console, said} = start();
		console[way](hostile, '\u001B[1m');
		assert.equal(said(), `\u001B[1m${shown}\nand more\\u0009\\u000d\n`);
	}
	const {console, said} = start();
	console.document(hostile);
	assert.equal(said(), `${shown}\nand more\t\\u000d\n`);
});

test('no way out tells a password', () => {
	const {console, said} = start(text => text.replace('me:s3cret@x', 'me:***@x'));
	console.write('{"url":"wss://me:s3cret@mirror/s?x=a@b"}\n');
	console.tell('what me:s3cret@x is\n');
	console.complain('http://s3cret@mirror: refused');
	assert.equal(
		said(),
		'{"url":"wss://me:***@mirror/s?x=a@b"}\nwhat me:***@x is\nsteem-tui: http://***@mirror: refused\n',
	);
});

test('a reader that has gone away ends the program, or is told to whoever has to end it', async () => {
	for (const [code, exitCode, words] of [
		['EPIPE', 0, ''],
		['ENOSPC', 1, 'steem-tui: the output cannot be written: ENOSPC\n'],
	] as const) {
		const alone = start();
		alone.console.write('a line\n');
		alone.fail(code);
		assert.deepEqual([alone.exits, alone.said()], [[exitCode], `a line\n${words}`]);
		const {console, exits, fail, said} = start();
		console.document('');
		const gone = console.untilGone();
		// Each further write fails as well.
		for (let count = 0; count < 3; count++) fail(code);
		assert.equal(await gone, exitCode);
		assert.equal(await console.untilGone(), exitCode);
		assert.deepEqual([exits, said()], [[], words]);
	}
});

test('an output that is gone is no news of a signal or a wrong call', () => {
	for (const code of [0, 1, 3, 4, 5]) {
		assert.equal(codeOfEnd(code, exitCodes.failed), exitCodes.failed);
		assert.equal(codeOfEnd(code, exitCodes.done), code);
	}
	for (const code of [2, 130, 143]) assert.equal(codeOfEnd(code, exitCodes.failed), code);
});
