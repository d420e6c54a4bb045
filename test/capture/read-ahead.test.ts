import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readAhead} from '../../source/capture/read-ahead.js';

const started = (fails = false) => {
	const log: string[] = [];
	async function* count(): AsyncGenerator<number, undefined> {
		try {
			for (let number = 1; number <= 3; number++) {
				log.push(`fetch ${number}`);
				if (fails && number === 3) throw new Error('no more');
				yield number;
			}
			return undefined;
		} finally {
			log.push('closed');
		}
	}
	return {log, source: readAhead(count())};
};

test('fetches what comes next while this is worked on', async () => {
	const {log, source} = started();
	for await (const number of source) {
		await null;
		log.push(`take ${number}`);
	}
	assert.deepEqual(log, [
		...['fetch 1', 'fetch 2', 'take 1', 'fetch 3', 'take 2', 'closed', 'take 3'],
	]);
});

test('closes what it reads where nobody takes the rest', async () => {
	const {log, source} = started();
	for await (const _ of source) break;
	assert.equal(log.at(-1), 'closed');
});

test('gives all that came before a failure, then fails', async () => {
	const {source} = started(true);
	const taken: number[] = [];
	await assert.rejects(async () => {
		for await (const number of source) taken.push(number);
	}, /no more/);
	assert.deepEqual(taken, [1, 2]);
});
