import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openTerminal} from '../../source/commands/terminal-input.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createTerminal} from '../helpers/terminal.js';

const light = '\u001B]11;rgb:ffff/ffff/ffff\u0007';
const attributes = '\u001B[?62c';
const question = '\u001B]11;?\u0007\u001B[c';

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
	assert.equal(readKeys(terminal), '\u001B');
	clock.advance(10_000);
	await answer('\u001B');
	assert.equal(readKeys(terminal), '\u001B');
});

for (const [name, env, settings] of [
	['a theme was chosen', {}, {theme: 'light', color: true}],
	['there are no colours', {}, {theme: 'auto', color: false}],
	['it is the console of Linux', {TERM: 'linux'}, {theme: 'auto', color: true}],
] as const) {
	test(`does not ask where ${name}`, async () => {
		const {stdin, stdout, writes} = createTerminal(80, 24);
		const clock = createFakeClock(0);
		const terminal = await openTerminal({env, stdin, stdout}, settings, clock);
		assert.deepEqual(writes, []);
		assert.equal(terminal.stdin, stdin);
		assert.equal(terminal.theme, settings.theme === 'auto' ? 'dark' : settings.theme);
	});
}
