import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {test} from 'node:test';
import {followJobControl} from '../../source/terminal/suspension.js';
import {createFakeClock} from '../helpers/fake-clock.js';

/** `isAwaiting`: an answer of the terminal is awaited before raw mode is given up. */
const start = (platform: NodeJS.Platform = 'linux', isAwaiting = false) => {
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
	const waiting: (() => void)[] = [];
	const terminal = {
		whenReleased(callback: () => void) {
			if (isAwaiting) waiting.push(callback);
			else callback();
		},
		release() {
			isAwaiting = false;
			for (const callback of waiting.splice(0)) callback();
		},
	};
	const suspension = followJobControl(app, process as unknown as NodeJS.Process, clock, terminal);
	return {log, clock, emitter, suspension, answer: terminal.release};
};

const back = ['off the terminal', 'on the terminal'];

test('leaves the terminal before it stops the whole group', () => {
	const {log, emitter, suspension} = start();
	suspension.suspend();
	assert.deepEqual(log, ['off the terminal', 'off the terminal', 'SIGTSTP to 0']);
	emitter.emit('SIGCONT');
	assert.deepEqual(log.slice(3), back);
});

test('stops by the key only once the terminal has answered', () => {
	const {log, suspension, answer} = start('linux', true);
	suspension.suspend();
	assert.deepEqual(log, ['off the terminal']);
	answer();
	assert.deepEqual(log.at(-1), 'SIGTSTP to 0');
});

test('does not stop late where it was brought back or has ended meanwhile', () => {
	const continued = start('linux', true);
	continued.suspension.suspend();
	continued.emitter.emit('SIGCONT');
	continued.answer();
	assert.deepEqual(continued.log, ['off the terminal', ...back]);
	const ended = start('linux', true);
	ended.suspension.suspend();
	ended.suspension.end();
	ended.answer();
	assert.deepEqual(ended.log, ['off the terminal']);
});

test('stops at once for a signal, whatever the terminal has yet to answer', () => {
	const {log, emitter} = start('linux', true);
	emitter.emit('SIGTSTP');
	assert.deepEqual(log, ['off the terminal', 'SIGTSTP to 42']);
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
	assert.deepEqual(log.slice(3), back);
	clock.advance(1000);
	assert.equal(log.length, 5);
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
	assert.equal(log.length, 3);
});

test('does nothing on Windows, which has no such signals', () => {
	const {log, emitter, suspension} = start('win32');
	suspension.suspend();
	assert.deepEqual([log, emitter.eventNames()], [[], []]);
});
