import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Alert} from '../../source/alerts/alert-rule.js';
import {createEdgeTracker} from '../../source/panes/edge/edge-tracker.js';
import {headerFacts} from '../../source/panes/header-facts.js';
import {paintHeader, type HeaderInput} from '../../source/panes/header-line.js';
import {createKept} from '../../source/panes/kept.js';
import {createTheme} from '../../source/screen/theme.js';
import {binance, createLiveMarket, huobi, market, setLevel, startTime} from '../helpers/market.js';
import {goLive} from '../helpers/statuses.js';

const theme = createTheme(24);

const alertAt = (time: number): Alert => ({
	...{rule: 'spread > 1', market, exchange: 'binance'},
	...{value: '2 bps', time},
});

/** A header that follows a market through time. */
const followMarket = () => {
	const store = createLiveMarket();
	const edges = createEdgeTracker();
	let now = startTime;
	let more: Partial<HeaderInput> = {};
	return {
		store,
		now: () => now,
		wait(ms: number) {
			now += ms;
		},
		setMore(next: Partial<HeaderInput>) {
			more = {...more, ...next};
		},
		input(): HeaderInput {
			store.publish();
			edges.sample(store.getView());
			return {
				...{view: store.getView(), edges, market, mode: 'live', recording: null},
				...{sizeStep: 0, frozenAt: null, width: 100},
				...more,
			};
		},
	};
};

type Header = ReturnType<typeof followMarket>;

const prices = ['0.1640', '0.1642', '0.1643', '0.1644', '0.1646'] as const;

const steps: Readonly<Record<string, (header: Header, chance: number) => void>> = {
	wait: (header, chance) => header.wait(chance),
	level({store, now}, chance) {
		const side = chance % 2 === 0 ? 'bids' : 'asks';
		const price = prices[chance % 5] ?? '0.1640';
		setLevel(store, chance % 3 === 0 ? binance : huobi, side, [price, String(chance % 7)], now());
	},
	lose({store, now}, chance) {
		const key = chance % 2 === 0 ? binance : huobi;
		store.setStatus(key, {status: 'stale', reason: null, retryAt: null}, now());
	},
	regain({store, now}) {
		goLive(store, huobi, now());
	},
	size: ({setMore}, chance) => setMore({sizeStep: chance % 4}),
	widen: ({setMore}, chance) => setMore({width: 60 + (chance % 120)}),
	alert: ({setMore, now}) => setMore({alerts: [alertAt(now())]}),
	record: ({setMore}, chance) =>
		setMore({recording: {elapsedMs: chance * 10, isBehind: chance % 2 === 0}}),
	compare: ({setMore}, chance) =>
		setMore({comparing: {money: null, out: chance % 2 === 0 ? [] : ['huobi']}}),
	freeze: ({setMore, input}, chance) => {
		const {view} = input();
		setMore(
			chance % 2 === 0 ? {frozenAt: null, newest: view} : {frozenAt: startTime, newest: view},
		);
	},
	jump: ({store}, chance) => store.setWallAhead(chance),
};

test('what is kept of a header is what would be painted', () => {
	const step = fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.integer({min: 0, max: 2000}));
	fc.assert(
		fc.property(fc.array(step, {maxLength: 24}), taken => {
			const header = followMarket();
			const kept = createKept<string>();
			for (const [name, chance] of taken) {
				steps[name]?.(header, chance);
				const input = header.input();
				const paint = () => paintHeader(theme, input, header.now());
				assert.equal(kept(headerFacts(theme, input, header.now()), paint), paint(), name);
			}
		}),
		{numRuns: 60},
	);
});

test('a header is kept while only sizes change', () => {
	const header = followMarket();
	const before = headerFacts(theme, header.input(), header.now());
	setLevel(header.store, binance, 'bids', ['0.1600', '77'], header.now());
	assert.deepEqual(headerFacts(theme, header.input(), header.now()), before);
});
