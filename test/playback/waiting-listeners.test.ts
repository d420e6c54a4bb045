import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createHeard} from '../../source/playback/heard-events.js';
import {createRecorded, type Listener} from '../../source/playback/recorded-connection.js';
import {createWaiting} from '../../source/playback/waiting-listeners.js';

const endpoint = 'binance /stream';

const listener = (isOpen: boolean, ...topics: readonly string[]): Listener => ({
	...{endpoint, topics: new Set(topics), symbols: new Set(), book: null, isOpen, isClosed: false},
	...{recorded: null, isMoved: false, at: null, hasAsked: false},
	tell: () => undefined,
	onBound: () => undefined,
});

const recorded = (...topics: readonly string[]) =>
	createRecorded({room: createHeard(), number: 1, endpoint, openedAt: 0, topics});

test('finds the few that wait for what a connection carries', () => {
	const waiting = createWaiting();
	const others = Array.from({length: 100}, (_, at) => listener(true, `s${at}`));
	const closed = listener(false, 'x');
	const [late, early] = [listener(true, 's7'), listener(true, 's7')];
	for (const one of [early, ...others, closed, late]) waiting.add(one);
	assert.deepEqual(waiting.of(recorded('s7')), [early, others[7], closed, late]);
	assert.equal(waiting.of(recorded()).length, 103);
	assert.deepEqual(waiting.of({...recorded('s7'), endpoint: 'huobi /ws'}), []);

	closed.isOpen = true;
	waiting.add(closed);
	waiting.delete(early);
	assert.deepEqual(waiting.of(recorded('s7')), [others[7], late]);
	assert.deepEqual(waiting.of(recorded('x', 's7')), [others[7], closed, late]);
	assert.equal(waiting.all()[100], closed);
});
