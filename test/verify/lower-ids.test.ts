import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import {binanceEvents, captureHeader, captureText} from '../helpers/capture-lines.js';
import {defectsOf, liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

const {open, update, snapshot} = binanceEvents;
const header = {...captureHeader, exchanges: ['binance']};
const close: UntimedEvent = {kind: 'close', connection: 1, reason: 'closed by steem-tui'};
const turn = (market: string): UntimedEvent => ({kind: 'marker', label: market, market});

/** A book that is proven after a tenth of a second, with a change each second. */
const follow = (from: number): readonly UntimedEvent[] => [
	open(),
	update(from, from),
	snapshot(from, [['1', '5']], [['2', '5']]),
	...[1, 2, 3, 4].map(at => update(from + at, from + at)),
];

const timed = (events: readonly UntimedEvent[], from = 0) =>
	events.map((event, at) => ({t: from + at * 100, ...event}));

const write = (events: readonly (UntimedEvent & {readonly t: number})[], laterMs = 0) =>
	writeFile(captureText(events, {...header, startedAt: header.startedAt + laterMs}));

for (const {name, end} of [
	{name: 'that was ended', end: [close]},
	{name: 'that was interrupted', end: []},
])
	test(`ids may be lower behind a recording ${name}, as where the clock was set back`, async () => {
		const paths = [write(timed([...follow(1000), ...end])), write(timed(follow(10)), 600_000)];
		const proven = await provenStretches(paths);
		assert.deepEqual(proven.slice(1), [{from: 600_200, to: 600_600}]);
		assert.deepEqual(await liveStretches(paths), proven);
		assert.deepEqual(await defectsOf(paths), []);
	});

test('ids may be lower where the recording comes back to a market', async () => {
	const path = write([
		...timed([...follow(1000), turn('ETH/BTC'), close]),
		...timed([turn('STEEM/BTC'), ...follow(10)], 600_000),
	]);
	const proven = await provenStretches([path]);
	assert.deepEqual(proven.slice(1), [{from: 600_300, to: 600_700}]);
});
