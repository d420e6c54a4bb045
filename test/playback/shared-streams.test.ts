import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {createClients} from '../../source/playback/clients.js';
import {createHeard} from '../../source/playback/heard-events.js';
import {createRecorded, type Listener} from '../../source/playback/recorded-connection.js';
import {createRivals} from '../../source/playback/rivals.js';
import {createSharedStreams} from '../../source/playback/shared-streams.js';
import type {SocketEvent} from '../../source/transport/transport.js';

const endpoint = 'binance /stream';
const book = 'steemeth@depth';
const topics = [book, 'steemeth@trade'];

const fill: SocketEvent = {
	type: 'message',
	data: '{"stream":"steemeth@trade","data":{"e":"trade","E":1,"s":"STEEMETH","t":1,"p":"1","q":"1","T":1,"m":true}}',
};

/** A connection whose book has not come up to a snapshot for long, and the client that hears it. */
const startLate = () => {
	const wire = createCaptureWire(['binance']);
	const rivals = createRivals(wire);
	const streams = createSharedStreams({wire, rivals, clients: createClients(), now: () => 10_000});
	const room = createHeard();
	const open = (number: number) => {
		const recorded = createRecorded({number, endpoint, topics, room, openedAt: 0});
		rivals.add(recorded);
		return recorded;
	};
	const recorded = open(1);
	recorded.progress.take({type: 'update', topic: book, sequence: 5}, 0);
	recorded.progress.outrun(book, 10, 0);
	const listener: Listener = {
		...{endpoint, topics: new Set(topics), symbols: new Set(['STEEMETH']), book, at: null},
		...{isOpen: true, isClosed: false, isMoved: false, recorded, hasAsked: false},
		tell: () => undefined,
		onBound: () => undefined,
	};
	const isTold = (event: SocketEvent) =>
		streams.isTold(recorded, listener, streams.take(recorded, event), event);
	return {open, isTold};
};

test('a fill is told also where the book is behind a snapshot, a sign of life is not', () => {
	const {isTold} = startLate();
	assert.deepEqual([isTold(fill), isTold({type: 'ping'})], [true, false]);
});

test('a fill is not told twice where another connection brings it, too', () => {
	const {isTold, open} = startLate();
	open(2);
	assert.equal(isTold(fill), false);
});
