import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createResyncs} from '../../source/app/resyncs.js';
import type {ResyncAnswer} from '../../source/feed/feed.js';
import {describeResync} from '../../source/session/describe-resync.js';
import {binance, createLiveMarket, huobi} from '../helpers/market.js';

test('what came of a wish for a book is said where it does not show', () => {
	const texts = (['asked', 'trying', 'tried-lately', 'held', 'not-waiting'] as const).map(answer =>
		describeResync(answer, 'Huobi'),
	);
	assert.deepEqual(texts, [
		null,
		'connecting to Huobi now',
		'Huobi was tried a moment ago: it is tried again by itself',
		'Huobi asked for a pause, which is kept',
		'Huobi is not connected: nothing to fetch yet',
	]);
});

test('of several books it is said in one go', async () => {
	const answers: Record<string, ResyncAnswer> = {[binance]: 'trying', [huobi]: 'held'};
	const told: string[] = [];
	const session = {store: createLiveMarket(), resync: (key: string) => answers[key] ?? 'asked'};
	const resync = createResyncs(
		() => [session],
		text => told.push(text),
	);
	resync(binance);
	resync(huobi);
	await Promise.resolve();
	assert.deepEqual(told, ['connecting to Binance now; Huobi asked for a pause, which is kept']);
});
