import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {parseWantedMarket} from '../../source/market-name.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {startMarketSessions} from '../../source/session/market-sessions.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {verifyFiles} from '../helpers/proven.js';
import {watchCapture, writeFile} from '../helpers/replay-run.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

/** Markets of the simulated Huobi, in one session each, with all that passes. */
const startHuobi = async (...names: readonly string[]) => {
	const virtual = await startVirtual(5);
	const {clock, simulator} = virtual;
	const events: CaptureEvent[] = [];
	const from = clock.now();
	const tap = createTransportTap(virtual.transport);
	tap.start(event => events.push({t: clock.now() - from, ...event}));
	const sessions = startMarketSessions({
		...virtual,
		transport: tap.transport,
		venues: virtual.venues.filter(({exchange}) => exchange.id === 'huobi'),
		markets: names.flatMap(name => parseWantedMarket(name) ?? []),
	});
	return {
		...{clock, events, sessions},
		statuses: () => sessions.books().map(({status}) => status),
		opened: () =>
			events.flatMap(event => (event.kind === 'open' ? [new URL(event.url).pathname] : [])),
		async end() {
			sessions.stop();
			await simulator.stop();
			const header = {...captureHeader, startedAt: from, exchanges: ['huobi'], markets: names};
			return writeFile(captureText(events, {...header, market: names[0] ?? ''}));
		},
	};
};

test('topics of many markets share a socket for books and one for trades', async () => {
	const {clock, statuses, opened, events, sessions, end} = await startHuobi(
		...['STEEM/USDT', 'BTC/USDT', 'ETH/USDT', 'HIVE/USDT'],
	);
	await clock.run(20_000);
	assert.deepEqual(statuses(), ['live', 'live', 'live', 'live']);
	assert.deepEqual(opened().sort(), ['/feed', '/ws']);
	const pongs = events.filter(event => event.kind === 'sent' && event.data.includes('pong'));
	assert.ok(pongs.length <= 2 * 5, 'each ping is answered once');
	const last = sessions.books().map(({market, sequence}) => [market, sequence]);
	const path = await end();
	const {books, defects} = await verifyFiles([path]);
	assert.deepEqual(defects, []);
	assert.deepEqual(
		books.map(({proof, gaps}) => [proof.stretches.length, gaps]),
		books.map(() => [1, 0]),
	);
	for (const [market, sequence] of last) {
		const watched = (await watchCapture([path], {market: String(market)})).books;
		assert.equal(watched.findLast(({status}) => status === 'live')?.sequence, sequence);
	}
});

test('a topic refused among many concerns its own market alone', async () => {
	const {clock, sessions, statuses, opened, end} = await startHuobi(
		...['STEEM/USDT', 'SRM/USDT', 'WAXP/USDT', 'NKN/USDT', 'BTC/USDT'],
	);
	await clock.run(40_000);
	const [steem, srm, waxp, nkn, btc] = statuses();
	// One is suspended, one has no book on `/feed` but on `/ws`, of one nothing ever comes.
	assert.deepEqual([steem, waxp, btc], ['live', 'live', 'live']);
	assert.ok(srm !== 'live' && nkn !== 'live');
	assert.deepEqual(
		sessions.books().map(({health}) => health.gaps + health.reconnects),
		sessions
			.books()
			.map(({market, health}) => (/SRM|NKN/.test(market) ? health.gaps + health.reconnects : 0)),
	);
	assert.ok(opened().length < 30, `${opened().length} sockets`);
	// So it is in the capture.
	const sequence = sessions.books()[0]?.sequence;
	const path = await end();
	const {books} = await verifyFiles([path]);
	assert.deepEqual(
		books.filter(({symbol}) => /steem|btc/.test(symbol)).map(({proof}) => proof.stretches.length),
		[1, 1],
	);
	const watched = (await watchCapture([path], {market: 'STEEM/USDT'})).books;
	assert.equal(watched.findLast(({status}) => status === 'live')?.sequence, sequence);
	const isLost = ({status}: {readonly status: string}) => status === 'failed' || status === 'stale';
	assert.deepEqual(watched.filter(isLost), []);
});
