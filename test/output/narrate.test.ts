import assert from 'node:assert/strict';
import {test} from 'node:test';
import {narrate} from '../../source/output/narrate.js';
import type {Session} from '../../source/session/session.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createLiveMarket, startTime} from '../helpers/market.js';

const start = () => {
	const store = createLiveMarket();
	const clock = createFakeClock(startTime);
	const lines: string[] = [];
	const console = {
		write: (text: string) => {
			lines.push(text.trimEnd());
			return true;
		},
		onDrain: () => undefined,
		complain: () => undefined,
	};
	const stop = narrate({store} as unknown as Session, console, clock);
	return {store, clock, lines, stop};
};

test('tells where each book stands, and its prices', () => {
	const {lines, stop} = start();
	stop();
	assert.match(lines[0] ?? '', /^Binance, STEEM\/USDT: in sync\.$/);
	assert.match(lines[1] ?? '', /^Binance: bid [\d.]+, ask [\d.]+, spread [\d.]+ basis points\.$/);
	assert.match(lines[2] ?? '', /^Huobi, STEEM\/USDT: in sync\.$/);
	assert.equal(lines.length, 4);
});

test('is silent while nothing changes', () => {
	const {clock, lines, stop} = start();
	clock.advance(60_000);
	stop();
	assert.equal(lines.length, 4);
});

test('tells of trouble at once and why, and says no prices meanwhile', () => {
	const {store, clock, lines, stop} = start();
	const [book] = store.getView().books;
	store.setStatus(
		book?.key ?? '',
		{status: 'reconnecting', reason: 'the exchange fell silent', code: 'silent', retryAt: null},
		clock.now(),
	);
	store.publish();
	clock.advance(20_000);
	stop();
	assert.deepEqual(lines.slice(4), [
		'Binance, STEEM/USDT: no connection; connecting again, because the exchange fell silent [silent].',
	]);
});
