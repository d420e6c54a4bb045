import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {setImmediate} from 'node:timers/promises';
import {test} from 'node:test';
import {guardLoading} from '../../source/terminal/loading-guard.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const start = (asking: Promise<{end(): Promise<void>}>) => {
	const log: string[] = [];
	const emitter = new EventEmitter();
	const process = Object.assign(emitter, {
		exit: (code: number) => log.push(`exit ${code}`),
	}) as unknown as NodeJS.Process;
	const guard = guardLoading(process, createFakeClock(), asking);
	return {
		...{log, guard},
		async signal(name: string) {
			emitter.emit(name);
			await setImmediate();
		},
	};
};

/** One that is opened, and answers, when it is told to. */
const createTerminal = () => {
	let [open, answer] = [() => {}, () => {}];
	const answered = new Promise<void>(resolve => (answer = resolve));
	const asking = new Promise<{end(): Promise<void>}>(resolve => {
		open = () => {
			resolve({end: () => answered});
		};
	});
	return {asking, open, answer};
};

test('a signal before there is a screen waits for what the terminal still owes', async () => {
	const {asking, open, answer} = createTerminal();
	const {log, guard, signal} = start(asking);
	await guard.goOn();
	await signal('SIGTERM');
	void guard.goOn().then(() => log.push('goes on'));
	open();
	await setImmediate();
	assert.deepEqual(log, []);
	answer();
	await setImmediate();
	assert.deepEqual(log, ['exit 143']);
});

test('a terminal that is gone is not waited for', async () => {
	const {log, signal} = start(createTerminal().asking);
	await signal('SIGHUP');
	assert.deepEqual(log, ['exit 129']);
});

test('a signal ends it also where the terminal cannot be asked', async () => {
	const {log, signal} = start(Promise.reject(new Error('EIO')));
	await signal('SIGINT');
	assert.deepEqual(log, ['exit 130']);
});

test('signals are left to the screen once it hears them', async () => {
	const {log, guard, signal} = start(Promise.resolve({end: () => Promise.resolve()}));
	guard.onHeard();
	await signal('SIGTERM');
	assert.deepEqual(log, []);
});
