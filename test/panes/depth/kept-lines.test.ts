import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {parseDecimal} from '../../../source/book/fixed-point.js';
import {createFlowTracker} from '../../../source/flow/flow-tracker.js';
import {createHeatTracker} from '../../../source/heat/heat-tracker.js';
import {createDepthPainter} from '../../../source/panes/depth/depth-painter.js';
import {createTheme} from '../../../source/screen/theme.js';
import {initialUiState, type UiState} from '../../../source/screen/ui-state.js';
import {binance, createLiveMarket, huobi, setLevel, startTime} from '../../helpers/market.js';
import {goLive} from '../../helpers/statuses.js';

/** The table of a market in time, painted by a painter that has painted it before and by a new one. */
const followMarket = () => {
	const store = createLiveMarket();
	const [flow, heat] = [createFlowTracker(), createHeatTracker()];
	const known = createDepthPainter(createTheme(1));
	let now = startTime;
	let width = 70;
	let ui: UiState = initialUiState;
	let wayBack: string | null = null;
	return {
		store,
		now: () => now,
		wait(ms: number) {
			now += ms;
		},
		widen(to: number) {
			width = to;
		},
		setUi(next: Partial<UiState>) {
			ui = {...ui, ...next};
			wayBack = ui.scroll === 0 ? null : 'r';
		},
		/** Without the title, which is held for a second, and without colours, which fade. */
		paint(isKnown: boolean): readonly string[] {
			store.publish();
			const view = store.getView();
			flow.sample(view, now);
			heat.sample(view, now);
			const [book] = view.books;
			assert.ok(book);
			const look = {isFocused: true, place: '1', hint: '', width, narrowest: width, height: 24};
			const painter = isKnown ? known : createDepthPainter(createTheme(1));
			const {lines} = painter({view, book, flow, heat, ui, wayBack, ...look}, now);
			return lines.slice(1).map(line => line.replaceAll(/\u001B\[[\d;]*m/g, ''));
		},
	};
};

type Table = ReturnType<typeof followMarket>;

const prices = ['0.1640', '0.1642', '0.1643', '0.1644', '0.16435'] as const;

const steps: Readonly<Record<string, (table: Table, chance: number) => void>> = {
	wait: (table, chance) => table.wait(20 * chance),
	level({store, now}, chance) {
		const side = chance % 2 === 0 ? 'bids' : 'asks';
		const price = prices[chance % 5] ?? '0.1640';
		setLevel(store, chance % 3 === 0 ? huobi : binance, side, [price, String(chance % 7)], now());
	},
	trade({store, now}, chance) {
		const [price, size] = [parseDecimal('0.1643'), parseDecimal('1.5')];
		const side = chance % 2 === 0 ? 'buy' : 'sell';
		store.addTrades(binance, [{id: `${now()} ${chance}`, price, size, side, time: now()}], now());
	},
	day({store, now}, chance) {
		const at = now() - 100 * chance;
		const none = {bid: null, ask: null, open: null, low: null, high: null, volume: null};
		const last = parseDecimal('0.1643');
		store.setDay(binance, {ticker: {name: 'A', ...none, last, changePercent: chance / 100}, at});
	},
	lose({store, now}) {
		store.setStatus(binance, {status: 'stale', reason: null, retryAt: null}, now());
	},
	regain({store, now}) {
		goLive(store, binance, now());
	},
	widen: ({widen}, chance) => widen(40 + (chance % 110)),
	group: ({setUi}, chance) => setUi({grouping: chance % 3}),
	bars: ({setUi}, chance) => setUi({bars: chance % 2 === 0 ? 'size' : 'total'}),
	scroll: ({setUi}, chance) => setUi({scroll: chance % 3}),
};

test('a table painted again is as it would be at first', () => {
	const step = fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.integer({min: 0, max: 2000}));
	fc.assert(
		fc.property(fc.array(step, {maxLength: 20}), taken => {
			const table = followMarket();
			for (const [name, chance] of taken) {
				steps[name]?.(table, chance);
				assert.deepEqual(table.paint(true), table.paint(false), name);
			}
		}),
		{numRuns: 40},
	);
});
