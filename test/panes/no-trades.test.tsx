import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';

test('a tape without trades claims no life', async () => {
	const {app, store, terminal} = await startTestApp();
	await terminal.press('4');
	assert.match(terminal.text(), /│ +no trades came in so far +│/);
	store.setStatus(binance, {status: 'resyncing', reason: null, retryAt: null}, 0);
	store.publish();
	await terminal.flush();
	assert.match(terminal.text(), /◐ no trades yet/);
	app.stop();
});
