import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openTerminal} from '../../source/terminal/terminal-input.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createTerminal} from '../helpers/terminal.js';

const light = '\u001B]11;rgb:ffff/ffff/ffff\u0007';
const attributes = '\u001B[?62c';
const sync = '\u001B7\u001B[?2026$p\u001B8\u001B[K';
const question = `${sync}\u001B]11;?\u0007\u001B[c`;

const start = (env: Readonly<Record<string, string>> = {}) => {
	const clock = createFakeClock(0);
	const {stdin, stdout, writes, flush} = createTerminal(80, 24);
	const opened = openTerminal({env, stdin, stdout}, {theme: 'auto', color: true}, clock);
	const answer = async (text: string) => {
		(stdin as unknown as NodeJS.WritableStream).write(text);
		await flush();
	};
	return {clock, stdin, stdout, writes, opened, answer};
};

const escapeKey = '\u001B[27u';

const readKeys = ({stdin}: Awaited<ReturnType<typeof openTerminal>>) => String(stdin.read() ?? '');

test('an answer is the theme, and keys among it are keys', async () => {
	const {writes, opened, answer} = start();
	await answer(`q${light}r${attributes}`);
	const terminal = await opened;
	assert.equal(writes.join(''), question);
	assert.deepEqual([terminal.theme, terminal.background?.hex], ['light', '#ffffff']);
	assert.equal(readKeys(terminal), 'qr');
});

test('a terminal that says nothing costs 150 ms, and what it says later is no key', async () => {
	const {clock, opened, answer} = start();
	clock.advance(150);
	const terminal = await opened;
	const late: string[] = [];
	terminal.onLateTheme(theme => late.push(theme));
	assert.equal(terminal.theme, 'dark');
	await answer(`j${light}k`);
	assert.deepEqual(late, ['light']);
	assert.equal(readKeys(terminal), 'jk');
});

test('an answer that comes before anybody listens is told to who does', async () => {
	const {clock, opened, answer} = start();
	clock.advance(150);
	const terminal = await opened;
	await answer(light);
	const late: string[] = [];
	terminal.onLateTheme(theme => late.push(theme));
	assert.deepEqual(late, ['light']);
});

test('an answer in time is not told again', async () => {
	const {opened, answer} = start();
	await answer(light + attributes);
	const late: string[] = [];
	(await opened).onLateTheme(theme => late.push(theme));
	assert.deepEqual(late, []);
});

test('Escape is a key soon, also while an answer may come', async () => {
	const {clock, opened, answer} = start();
	clock.advance(150);
	const terminal = await opened;
	await answer('\u001B');
	assert.equal(readKeys(terminal), '');
	clock.advance(50);
	assert.equal(readKeys(terminal), escapeKey);
});

for (const [name, parts, waits] of [
	['right after Escape', ['\u001B', ']11;rgb:ffff/ffff/ffff\u0007'], 75],
	['in the middle', ['\u001B]11;rgb:ff', 'ff/ffff/ffff\u001B\\'], 1500],
	['before the number', ['\u001B]', '11;rgb:ffff/ffff/ffff\u0007'], 1500],
	['in its end', ['\u001B]11;rgb:ffff/ffff/ffff\u001B', '\\'], 1500],
	['in three', ['\u001B', ']', '11;rgb:ffff/ffff/ffff\u0007'], 1500],
	['without an end', ['\u001B]11;rgb:ffff/ffff/ffff', 'q'], 1500],
	['with the end of C1', ['\u001B]11;rgb:ffff/ffff/ffff\u009C'], 75],
	['in the answer after it', ['\u001B]11;rgb:ffff/ffff/ffff\u0007\u001B[?62', ';22c'], 1500],
] as const)
	test(`an answer is no key: ${name}`, async () => {
		const {clock, opened, answer} = start();
		clock.advance(150);
		const terminal = await opened;
		const late: string[] = [];
		terminal.onLateTheme(theme => late.push(theme));
		let keys = '';
		for (const part of parts) {
			await answer(part);
			clock.advance(waits);
			keys += readKeys(terminal);
		}
		await answer('x');
		keys += readKeys(terminal);
		assert.equal(keys.replace(escapeKey, ''), parts.at(-1) === 'q' ? 'qx' : 'x');
		assert.deepEqual(late, ['light']);
	});

test('what has begun and never ends does not hold the keys after it for long', async () => {
	const {clock, opened, answer} = start();
	clock.advance(10_000);
	const terminal = await opened;
	for (const begun of ['\u001B]11;rgb:ff', '\u001BPq', '\u001B[1;', '\u001B[200~x', '\u001BO5']) {
		await answer(begun);
		clock.advance(5000);
		await answer('k');
		assert.equal(readKeys(terminal), 'k', JSON.stringify(begun));
	}
});

for (const [name, env, settings, asked] of [
	['a theme was chosen', {}, {theme: 'light', color: true}, `${sync}\u001B[c`],
	['there are no colours', {}, {theme: 'auto', color: false}, `${sync}\u001B[c`],
	['it is the console of Linux', {TERM: 'linux'}, {theme: 'auto', color: true}, ''],
] as const) {
	test(`does not ask for the background where ${name}`, async () => {
		const {stdin, stdout, writes, flush} = createTerminal(80, 24);
		const clock = createFakeClock(0);
		const terminal = await openTerminal({env, stdin, stdout}, settings, clock);
		assert.equal(writes.join(''), asked);
		(stdin as unknown as NodeJS.WritableStream).write('q\u001B[1;5P\u001B]11;rgb:0/0/0\u0007r');
		await flush();
		assert.equal(readKeys(terminal), 'qr');
		assert.equal(terminal.theme, settings.theme === 'auto' ? 'dark' : settings.theme);
	});
}

test('raw mode is kept until the answer is there, and what is typed meanwhile is for nobody', async () => {
	const {clock, stdin, opened, answer} = start();
	clock.advance(400);
	const terminal = await opened;
	let ended = 0;
	terminal.stdin.setRawMode(false);
	assert.deepEqual([stdin.isRaw, terminal.stdin.isRaw], [true, false]);
	const end = terminal.end().then(() => ended++);
	clock.advance(500);
	await answer(`ls${light}`);
	assert.deepEqual([stdin.isRaw, ended], [true, 0]);
	await answer(attributes);
	await end;
	assert.equal(stdin.isRaw, false);
	assert.equal(readKeys(terminal), '');
});

test('raw mode is given up a second after the question at the latest', async () => {
	const {clock, stdin, opened} = start();
	clock.advance(800);
	const terminal = await opened;
	const end = terminal.end();
	clock.advance(199);
	assert.equal(stdin.isRaw, true);
	clock.advance(1);
	assert.equal(stdin.isRaw, false);
	await end;
});

for (const [name, ms, reply] of [
	['an answered question', 150, light + attributes],
	['an old question', 1000, ''],
] as const)
	test(`raw mode is given up at once after ${name}`, async () => {
		const {clock, stdin, opened, answer} = start();
		await answer(reply);
		clock.advance(ms);
		const terminal = await opened;
		terminal.stdin.setRawMode(false);
		assert.equal(stdin.isRaw, false);
		await terminal.end();
	});

test('raw mode is given up at once for a signal or a crash', async () => {
	const {clock, stdin, opened} = start();
	clock.advance(150);
	const terminal = await opened;
	let calls = 0;
	terminal.stdin.setRawMode(false);
	terminal.whenReleased(() => calls++);
	terminal.release();
	assert.deepEqual([stdin.isRaw, calls], [false, 1]);
});

test('raw mode that is wanted again meanwhile stays', async () => {
	const {clock, stdin, opened} = start();
	clock.advance(150);
	const terminal = await opened;
	terminal.stdin.setRawMode(false);
	terminal.stdin.setRawMode(true);
	clock.advance(5000);
	assert.equal(stdin.isRaw, true);
});

for (const [name, env, hasScreen] of [
	['Terminal of macOS', {TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal'}, true],
	['the console of Linux', {TERM: 'linux'}, true],
	['a command without a screen', {TERM: 'foot'}, false],
] as const)
	test(`does not ask of synchronized frames: ${name}`, async () => {
		const {stdin, stdout, writes} = createTerminal(80, 24);
		const settings = {theme: 'dark', color: true} as const;
		await openTerminal({env, stdin, stdout}, settings, createFakeClock(0), {hasScreen});
		assert.deepEqual(writes, []);
	});

for (const [reply, isKnown] of [
	['\u001B[?2026;1$y', true],
	['\u001B[?2026;2$y', true],
	['\u001B[?2026;0$y', false],
	['\u001B[?2026;3$y', false],
	['\u001B[?2026;4$y', false],
	['\u001B[?2004;2$y', false],
	['', false],
] as const)
	test(`frames are ${isKnown ? '' : 'not '}synchronized after ${JSON.stringify(reply)}`, async () => {
		const {clock, opened, answer} = start();
		clock.advance(150);
		const terminal = await opened;
		let count = 0;
		terminal.onSynchronizes(() => count++);
		await answer(`j${reply}k${attributes}`);
		assert.deepEqual([count, readKeys(terminal)], [isKnown ? 1 : 0, 'jk']);
	});

test('an answer that comes before the screen is there is told to it', async () => {
	const {opened, answer} = start();
	await answer(`\u001B[?2026;2$y${light}${attributes}`);
	let count = 0;
	(await opened).onSynchronizes(() => count++);
	assert.equal(count, 1);
});

test('the answer is awaited before raw mode is given up, also where a theme was chosen', async () => {
	const {stdin, stdout} = createTerminal(80, 24);
	const clock = createFakeClock(0);
	const settings = {theme: 'dark', color: true} as const;
	const terminal = await openTerminal({env: {}, stdin, stdout}, settings, clock);
	const end = terminal.end();
	clock.advance(999);
	assert.equal(stdin.isRaw, true);
	(stdin as unknown as NodeJS.WritableStream).write(`\u001B[?2026;2$y${attributes}`);
	await end;
	assert.equal(stdin.isRaw, false);
});

test('keys are heard again soon after a paste that never ends', async () => {
	const {clock, opened, answer} = start();
	await answer(attributes);
	const terminal = await opened;
	await answer('\u001B[200~half of a text');
	clock.advance(1999);
	assert.equal(readKeys(terminal), '');
	clock.advance(1);
	await answer('q');
	assert.equal(readKeys(terminal), 'q');
});
