import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {EventEmitter} from 'node:events';
import {join} from 'node:path';
import {test} from 'node:test';
import {endAtOnce} from '../../source/output/end-at-once.js';

const start = (resources: readonly string[]) => {
	const done: string[] = [];
	const process = Object.assign(new EventEmitter(), {
		pid: 7,
		reallyExit: (code: number) => done.push(`exit ${code}`),
		kill: (pid: number, signal: string) => done.push(`kill ${pid} ${signal}`),
		execve: (file: string, args: readonly string[]) =>
			done.push([file, ...args.slice(1)].join(' ')),
		getActiveResourcesInfo: () => resources,
	});
	process.on('SIGTERM', () => undefined);
	endAtOnce(process as unknown as NodeJS.Process);
	return {process, done};
};

test('at the end, signals are left to the system where a name is being looked up', () => {
	const waiting = start(['Timeout', 'GetAddrInfoReqWrap']);
	waiting.process.reallyExit(0);
	assert.equal(waiting.process.listenerCount('SIGTERM'), 0);
	waiting.process.reallyExit(143);
	assert.deepEqual(waiting.done, ['/bin/sh -c exit 0', 'exit 0', 'kill 7 SIGTERM', 'exit 143']);
	const free = start(['Timeout']);
	free.process.reallyExit(143);
	assert.equal(free.process.listenerCount('SIGTERM'), 1);
	assert.deepEqual(free.done, ['exit 143']);
});

/** Ends a program with a code while it looks a name up. */
const endWith = async (code: number) => {
	const module = join(import.meta.dirname, '../../source/output/end-at-once.ts');
	// Of two pieces of work for one thread the second is the name, and the first takes half an hour.
	const program = `
		const {endAtOnce} = await import(${JSON.stringify(module)});
		const {lookup} = await import('node:dns');
		const {pbkdf2} = await import('node:crypto');
		process.on('SIGINT', () => undefined);
		endAtOnce(process);
		pbkdf2('a', 'b', 2 ** 31 - 1, 64, 'sha512', () => undefined);
		lookup('name.invalid', () => undefined);
		process.exit(${code});
	`;
	const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
	const env = {...process.env, UV_THREADPOOL_SIZE: '1'};
	return new Promise(resolve => {
		execFile(process.execPath, args, {env}, error => {
			resolve(error?.signal ?? error?.code);
		});
	});
};

test('a signal does not wait for a name that is being looked up', async () => {
	assert.equal(await endWith(130), 'SIGINT');
});

const isKnown = 'execve' in process && process.platform !== 'win32';

test('nor does any other end, where Node knows a way', {skip: !isKnown}, async () => {
	assert.equal(await endWith(4), 4);
});
