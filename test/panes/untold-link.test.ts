import assert from 'node:assert/strict';
import {test} from 'node:test';
import {healthRows} from '../../source/panes/health/health-rows.js';
import type {Part} from '../../source/panes/pane-frame.js';
import {initialHealth} from '../../source/store/market-view.js';
import {binance, createLiveMarket, startTime} from '../helpers/market.js';

const textOf = (parts: readonly Part[]): string => parts.map(([, text]) => text).join('');

/** What is told of a live book's link that was last heard then. */
const toldOf = (heardAt: number | null) => {
	const store = createLiveMarket();
	store.setHealth(binance, {...initialHealth, heardAt});
	store.setRate(binance, 0);
	store.publish();
	const [book] = store.getView().books;
	assert.ok(book);
	const rows = healthRows(book, startTime, false);
	const valueOf = (name: string) =>
		textOf(rows.find(({label}) => label === name)?.value ?? []).trim();
	return ['Received', 'Gaps', 'Resyncs', 'Reconnects'].map(valueOf);
};

test('nothing is counted of a link that nothing is told of, as in the log of a relay', () => {
	assert.deepEqual(toldOf(null), ['·', '·', '·', '·']);
});

test('what a quiet link brings is counted', () => {
	assert.deepEqual(toldOf(startTime - 80), ['0 msg/s  0 B/s', '0', '0', '0']);
});
