import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createHeard, eventOf} from '../../source/playback/heard-events.js';
import {createRandom} from '../../source/random.js';
import type {SocketEvent} from '../../source/transport/transport.js';

const openShelf = () => {
	const lost: number[] = [];
	return {lost, shelf: createHeard().createShelf(({at}) => lost.push(at))};
};

const message = (data: string | Buffer): SocketEvent => ({type: 'message', data});

const events: readonly SocketEvent[] = [
	message('{"u":1}'),
	message(''),
	message('é ÿ \u0000'),
	message('ж 😀'),
	message('\ud800 alone'),
	message(Buffer.from([0x1f, 0x8b, 0, 0xff])),
	message(Buffer.alloc(0)),
	message('x'.repeat(300_000)),
	message(Buffer.alloc(300_000, 7)),
	{type: 'message', data: Buffer.from('{}'), isText: true},
	{type: 'ping'},
	{type: 'pong', payload: 'a'},
];

test('gives back what was heard as it was told', () => {
	const {shelf} = openShelf();
	for (const [at, event] of events.entries()) shelf.push(event, at);
	assert.deepEqual(shelf.values().map(eventOf), events);
	assert.deepEqual(
		shelf.values().map(({at}) => at),
		[...events.keys()],
	);
});

test('keeps the newest in order over many pages', () => {
	const random = createRandom('pages');
	const {shelf, lost} = openShelf();
	const all = Array.from({length: 7000}, (_, at) => {
		const length = Math.floor(random() ** 8 * 20_000);
		const text = `${at} `.repeat(length).slice(0, length);
		return message(random() < 0.3 ? Buffer.from(text) : text);
	});
	for (const [at, event] of all.entries()) shelf.push(event, at);
	const kept = shelf.values();
	assert.ok(kept.length <= 5000 && kept.length > 1000, `${kept.length} are kept`);
	assert.deepEqual(kept.map(eventOf), all.slice(-kept.length));
	assert.deepEqual(lost, [...all.keys()].slice(0, -kept.length));
});

test('what is kept has no part in what was told', () => {
	const {shelf} = openShelf();
	const bytes = Buffer.from('one');
	shelf.push(message(bytes), 0);
	bytes.write('two');
	assert.deepEqual(shelf.values().map(eventOf), [message(Buffer.from('one'))]);
});
