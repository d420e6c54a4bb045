import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {test} from 'node:test';
import {showApp, type Place} from '../../source/app/show-app.js';
import type {Config} from '../../source/config/load-config.js';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {bindings} from '../../source/screen/keys.js';
import type {ThemeName} from '../../source/screen/theme-names.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createLiveMarket, market, startTime} from '../helpers/market.js';
import {createTerminal} from '../helpers/terminal.js';

const never = new Promise<never>(() => undefined);

const start = async () => {
	const log: string[] = [];
	const heard: number[] = [];
	const clock = createFakeClock(startTime);
	const terminal = createTerminal(80, 24);
	const emitter = new EventEmitter();
	let suitTheme: (name: ThemeName) => void = () => undefined;
	const process = Object.assign(emitter, {
		platform: 'linux',
		pid: 42,
		kill: () => true,
		exit: (code: number) => log.push(`exit ${code}`),
	}) as unknown as NodeJS.Process;
	const config = {
		color: true,
		ascii: false,
		bindings,
		screenLevels: null,
		screen: {view: 'depth', edgeSize: null, grouping: 0, bars: 'size', colors: {}},
		mouse: true,
		feeOf: () => parseDecimal('0.1'),
	} as unknown as Config;
	const place: Place = {
		process,
		stdout: terminal.stdout,
		env: {},
		console: {
			write: () => true,
			onDrain: () => undefined,
			complain: text => log.push(text),
		},
		clock,
		terminal: {
			stdin: terminal.stdin,
			theme: 'dark',
			background: null,
			onLateTheme(listener) {
				suitTheme = listener;
			},
			onSynchronizes: () => undefined,
			whenReleased(callback) {
				callback();
			},
			release: () => log.push('released'),
			end() {
				log.push('terminal ended');
				return Promise.resolve();
			},
			close: () => undefined,
		},
		config,
		onHeard: () => heard.push(emitter.listenerCount('SIGTERM')),
	};
	const shown = showApp(place, {
		store: createLiveMarket(),
		clock,
		market,
		mode: 'live',
		onResync: () => undefined,
	});
	await terminal.flush();
	return {log, heard, clock, terminal, emitter, shown, suitTheme};
};

test('tells once signals are heard for it', async () => {
	const {heard, shown} = await start();
	assert.deepEqual(heard, []);
	void shown.untilLeft(undefined, never);
	assert.deepEqual(heard, [1]);
	shown.close();
});

test('who leaves by a key waits for what the terminal still owes', async () => {
	const {log, terminal, shown} = await start();
	const left = shown.untilLeft(undefined, never);
	await terminal.press('q');
	assert.equal(await left, 0);
	assert.equal(terminal.isAlternate(), false);
	assert.deepEqual(log, ['terminal ended']);
	shown.close();
});

test('a signal waits for nothing', async () => {
	const {log, terminal, emitter, shown} = await start();
	const left = shown.untilLeft(undefined, never);
	emitter.emit('SIGTERM');
	assert.equal(await left, 143);
	assert.deepEqual(log, []);
	shown.close();
	await terminal.flush();
	assert.equal(terminal.isAlternate(), false);
	assert.equal(log[0], 'released');
});

test('its time over, it ends by itself', async () => {
	const {clock, shown} = await start();
	const left = shown.untilLeft(5000, never);
	clock.advance(5000);
	assert.equal(await left, 0);
	shown.close();
});

test('what else may end it says why', async () => {
	const {terminal, shown} = await start();
	assert.equal(await shown.untilLeft(undefined, Promise.resolve('not listed')), 'not listed');
	await terminal.flush();
	assert.equal(terminal.isAlternate(), false);
	shown.close();
});

test('a crash gives the terminal back before it is told of', async () => {
	const {log, terminal, emitter} = await start();
	emitter.emit('uncaughtException', new Error('boom'));
	await terminal.flush();
	assert.equal(terminal.isAlternate(), false);
	assert.equal(log[0], 'released');
	assert.match(log[1] ?? '', /boom/);
	assert.equal(log[2], 'exit 1');
});

test('a theme that suits late reaches the screen', async () => {
	const {shown, suitTheme} = await start();
	suitTheme('light');
	assert.equal(shown.app.isLight(), true);
	shown.close();
});
