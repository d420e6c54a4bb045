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

test('uses few pages, however much is heard', () => {
	const {shelf} = openShelf();
	const pages = new Set<Buffer>();
	for (let at = 0; at < 60_000; at++) {
		shelf.push(message(`${at}`.padEnd(1000)), at);
		if (at % 1000 > 0) continue;
		for (const {page} of shelf.values()) if (page) pages.add(page.bytes);
	}
	const kept = shelf.values().map(eventOf);
	assert.deepEqual(kept.at(-1), message('59999'.padEnd(1000)));
	assert.deepEqual(kept[0], message('55000'.padEnd(1000)));
	assert.ok(pages.size > 10 && pages.size < 80, `${pages.size} pages`);
});

test('pages go from one connection to another', () => {
	const heard = createHeard();
	const pages = new Set<Buffer>();
	const text = 'x'.repeat(4000);
	for (let connection = 0; connection < 20; connection++) {
		const shelf = heard.createShelf(() => undefined);
		const own = String(connection).padEnd(4000);
		for (let at = 0; at < 3000; at++) shelf.push(message(at % 2 > 0 ? text : own), at);
		const kept = shelf.values();
		for (const {page} of kept) if (page) pages.add(page.bytes);
		assert.deepEqual(
			kept.map(eventOf),
			kept.map(({at}) => message(at % 2 > 0 ? text : own)),
		);
	}
	// All connections keep no more than fits into 122 pages.
	assert.ok(pages.size < 170, `${pages.size} pages`);
});

test('bytes that were given stay as they were', () => {
	const {shelf} = openShelf();
	for (let at = 0; at < 300; at++) shelf.push(message(Buffer.alloc(100_000, 1)), at);
	const [oldest] = shelf.values().map(eventOf);
	for (let at = 0; at < 300; at++) shelf.push(message(Buffer.alloc(100_000, 2)), at);
	assert.deepEqual(oldest, message(Buffer.alloc(100_000, 1)));
});

test('pages of many connections take little more than what is kept in them', () => {
	const room = createHeard();
	const shelves = Array.from({length: 400}, () => room.createShelf(() => undefined));
	const data = Buffer.alloc(1000);
	for (let round = 0; round < 300; round++)
		for (const shelf of shelves) shelf.push(message(data), round);
	const kept = shelves.flatMap(shelf => shelf.values());
	const pages = new Set(kept.map(({page}) => page?.bytes));
	const bytes = [...pages].reduce((sum, page) => sum + (page?.length ?? 0), 0);
	assert.ok(bytes < 1.5 * kept.length * data.length, `${bytes} bytes`);
});

test('a page that others come into next is none of the connection that it was of', () => {
	const room = createHeard();
	const [first, second, ...others] = Array.from({length: 6}, () =>
		room.createShelf(() => undefined),
	);
	assert.ok(first && second);
	const fill = (shelf: typeof first, sign: string, count: number) => {
		for (let at = 0; at < count; at++) shelf.push(message(sign.repeat(10_000)), at);
	};
	fill(first, 'a', 300);
	fill(second, 'b', 200);
	// All together keep no more than some more: what the first keeps goes then, as the oldest.
	for (const shelf of others) fill(shelf, 'c', 655);
	for (let count = 0; first.values().length > 0; count++) {
		assert.ok(count < 500);
		fill(second, 'b', 1);
	}
	for (let round = 0; round < 60; round++) {
		fill(second, 'b', 1);
		fill(first, 'd', 1);
	}
	const signsOf = (shelf: typeof first) =>
		new Set(
			shelf.values().flatMap(heard => {
				const event = eventOf(heard);
				return event.type === 'message' ? [...event.data.toString()] : [];
			}),
		);
	assert.deepEqual([...signsOf(first)], ['d']);
	assert.deepEqual([...signsOf(second)], ['b']);
});
