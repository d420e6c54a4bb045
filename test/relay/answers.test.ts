import assert from 'node:assert/strict';
import {test} from 'node:test';
import {answerQuestions} from '../../source/relay/answers.js';
import type {PlacedState, Word} from '../../source/relay/messages.js';
import type {BusQuestion} from '../../source/transport/bus.js';
import {columns} from '../helpers/columns.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const mine = {run: 'desk-1~1', epoch: 1, position: 7, asOf: 0, at: 0};
const said: Word = {...mine, live: true, up: 0, sum: null};
const placed: PlacedState = {
	...mine,
	state: {
		facts: {},
		status: {status: 'live', reason: null, retryAt: null},
		image: {
			...{sequence: 1, exchangeTime: null, seenLevels: Infinity},
			...{vouched: {bids: null, asks: null}, bids: columns(['1', '1']), asks: columns(['2', '1'])},
		},
		receivedAt: 0,
		trades: [],
	},
};

/** An owner whose book is not stored yet: who asks waits. */
const start = () => {
	const clock = createFakeClock();
	const waiting: ((placed: PlacedState) => void)[] = [];
	const answered: number[] = [];
	let hear: (question: BusQuestion) => void = () => undefined;
	answerQuestions({
		bus: {
			maxBytes: () => 1_000_000,
			answer(_, listener) {
				hear = listener;
				return () => undefined;
			},
		},
		...{subject: 'ask', clock, word: () => said, onTrouble: () => undefined},
		log: {word: () => said, capture: take => void waiting.push(take)},
	});
	let count = 0;
	return {
		...{clock, waiting, answered},
		ask() {
			const number = ++count;
			hear({
				...{subject: 'ask', bytes: Buffer.from('book'), headers: {}},
				...{sequence: null, before: null, storedAt: null},
				answer: () => void answered.push(number),
			});
		},
		/** The server stores again. */
		store() {
			for (const take of waiting.splice(0)) take(placed);
		},
	};
};

test('who asks while nothing is stored is answered once it is, unless that took too long', () => {
	const {clock, waiting, answered, ask, store} = start();
	for (let second = 0; second < 1000; second++) {
		ask();
		clock.advance(1000);
	}
	assert.equal(waiting.length, 1, 'all wait for the same');
	ask();
	store();
	assert.deepEqual(answered, [1000, 1001]);
	ask();
	store();
	assert.deepEqual(answered, [1000, 1001, 1002]);
});
