import assert from 'node:assert/strict';
import {test} from 'node:test';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {shareVenue} from '../../source/feed/venue.js';
import {tapLink} from '../../source/session/tapped-link.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport} from '../helpers/fake-transport.js';

test('who listens in on a shared link hides not that its sockets are late', () => {
	const clock = createFakeClock(1_000_000);
	const fake = createFakeTransport();
	const endpoints = {ws: 'ws://exchange', rest: 'http://exchange'};
	const way = {transport: fake.transport, clock, share: 1};
	const shared = shareVenue({exchange: huobi, endpoints}, way, 2);
	const {link} = tapLink(shared);
	const place = {address: 'ws://exchange', path: '/feed', topics: ['a']};
	const part = link.sockets.connect(place, () => undefined);
	clock.advance(0);
	const socket = fake.socket();
	socket.emit({type: 'open'});
	clock.advance(1000);
	socket.emit({type: 'pong', payload: socket.timed});
	assert.equal(part.lateness.isLate(), false);
	clock.advance(5000);
	clock.advance(3000);
	socket.emit({type: 'pong', payload: socket.timed});
	assert.equal(part.lateness.isLate(), true);
	shared.stop();
});
