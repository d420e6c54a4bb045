import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {test} from 'node:test';
import {followJobControl} from '../../source/commands/suspension.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const start = (platform: NodeJS.Platform = 'linux') => {
	const log: string[] = [];
	const clock = createFakeClock();
	const emitter = new EventEmitter();
	const process = Object.assign(emitter, {
		platform,
		pid: 42,
		kill(target: number, signal: string) {
			const isHeard = emitter.listenerCount('SIGTSTP') > 0;
			log.push(`${signal} to ${target}${isHeard ? ', heard' : ''}`);
			return true;
		},
	});
	const app = {
		suspend: () => log.push('off the terminal'),
		resume: () => log.push('on the terminal'),
	};
	const suspension = followJobControl(app, process as unknown as NodeJS.Process, clock);
	return {log, clock, emitter, suspension};
};

const back = ['off the terminal', 'on the terminal'];

test('leaves the terminal before it stops the whole group', () => {
	const {log, emitter, suspension} = start();
	suspension.suspend();
	assert.deepEqual(log, ['off the terminal', 'SIGTSTP to 0']);
	emitter.emit('SIGCONT');
	assert.deepEqual(log.slice(2), back);
});

test('stops for a signal as for the key', () => {
	const {log, emitter} = start();
	emitter.emit('SIGTSTP');
	assert.deepEqual(log, ['off the terminal', 'SIGTSTP to 42']);
	emitter.emit('SIGCONT');
	emitter.emit('SIGTSTP');
	assert.equal(log.at(-1), 'SIGTSTP to 42');
});

test('comes back by itself where nobody can stop it', () => {
	const {log, clock, suspension} = start();
	suspension.suspend();
	clock.advance(100);
	assert.deepEqual(log.slice(2), back);
	clock.advance(1000);
	assert.equal(log.length, 4);
});

test('paints anew after a stop that nobody told it of', () => {
	const {log, emitter} = start();
	emitter.emit('SIGCONT');
	assert.deepEqual(log, back);
});

test('follows no more once it has ended', () => {
	const {log, clock, emitter, suspension} = start();
	suspension.suspend();
	suspension.end();
	emitter.emit('SIGCONT');
	clock.advance(1000);
	assert.equal(log.length, 2);
});

test('does nothing on Windows, which has no such signals', () => {
	const {log, emitter, suspension} = start('win32');
	suspension.suspend();
	assert.deepEqual([log, emitter.eventNames()], [[], []]);
});
