import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import {linkVenue, shareVenue} from '../../source/feed/venue.js';
import {openSource} from '../../source/session/source.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

test('a pause that is asked for where a list is read is kept by who follows its markets then', async () => {
	const clock = createFakeClock(1_700_000_000_000);
	const {venues, close} = await openSource({
		...{isDemo: false, seed: 1, faults: [], exchanges: [binance], wanted: []},
		endpoints: new Map([[binance.id, {ws: 'wss://exchange', rest: 'https://exchange'}]]),
		...{proxy: {address: null, noProxy: ''}, clock},
	});
	await close();
	const [venue] = venues;
	assert.ok(venue);
	const {transport, request} = createFakeTransport();
	const way = {transport, clock, share: 1};
	const list = linkVenue(venue, way).rest.get('/api/v3/exchangeInfo', 20);
	await settle();
	await request().answer({status: 429, headers: {'retry-after': '30'}});
	assert.equal((await list).status, 429);
	const until = clock.now() + 30_000;
	const [alone, shared] = [linkVenue(venue, way), shareVenue(venue, way, 2)];
	shared.stop();
	for (const {rest, sockets} of [alone, shared])
		assert.deepEqual([rest.hold()?.until, sockets.hold()?.until], [until, until]);
});
