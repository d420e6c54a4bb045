import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAlerts} from '../../source/alerts/alerts.js';
import {followAlerts, type FollowAlerts} from '../../source/alerts/follow-alerts.js';
import {parseAlertRule} from '../../source/alerts/parse-rule.js';
import {createAppAlerts} from '../../source/app/app-alerts.js';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {exchanges} from '../../source/exchanges/index.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {binance, createLiveMarket, startTime} from '../helpers/market.js';

const start = (...rules: readonly string[]) => {
	const clock = createFakeClock(startTime);
	const said: string[] = [];
	const follow: FollowAlerts = (store, by, tell) => {
		const parsed = rules.map(parseAlertRule(exchanges));
		const alerts = createAlerts({rules: parsed, feeOf: () => parseDecimal('0'), clock: by});
		return followAlerts(store, alerts, by, tell);
	};
	const alerts = createAppAlerts({
		...{follow, clock, log: () => undefined, sign: () => undefined},
		notify: text => said.push(text),
	});
	return {clock, said, alerts};
};

test('what has gone off does not go off again where another market is shown', () => {
	const {clock, said, alerts} = start('price > 0.0001 binance', 'down > 30s');
	const [source, shown, beside] = [{}, createLiveMarket(), createLiveMarket()];
	alerts.follow(shown, source);
	assert.equal(said.length, 1);
	shown.setStatus(binance, {status: 'reconnecting', reason: null, retryAt: null}, startTime);
	shown.publish();
	clock.advance(20_000);
	// The same books are followed there, too.
	beside.setStatus(binance, {status: 'reconnecting', reason: null, retryAt: null}, startTime);
	beside.publish();
	alerts.follow(beside, source);
	clock.advance(20_000);
	assert.match(said[1] ?? '', /^alert: down > 30s · STEEM\/\w+ on binance/);
	alerts.follow(shown, source);
	clock.advance(20_000);
	assert.equal(said.length, 2);
	assert.equal(alerts.recent().length, 2);
	alerts.stop();
});

test('the books of another source are judged from the beginning', () => {
	const {clock, said, alerts} = start('price > 0.0001 binance');
	alerts.follow(createLiveMarket(), {});
	alerts.follow(createLiveMarket(), {});
	clock.advance(200);
	assert.equal(said.length, 2);
	alerts.stop();
});
