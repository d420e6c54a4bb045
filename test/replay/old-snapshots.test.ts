import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {wireOf} from '../../source/playback/wire.js';
import {createSnapshotJudge} from '../../source/replay/old-snapshots.js';

const range = <T>(count: number, make: (index: number) => T): T[] =>
	Array.from({length: count}, (_, index) => make(index));

const open = (connection: number, ...symbols: readonly string[]): CaptureEvent => {
	const streams = symbols.map(symbol => `${symbol}@depth`).join('/');
	return {t: 0, kind: 'open', connection, url: `wss://host/stream?streams=${streams}`};
};

const trade = (symbol: string): CaptureEvent => ({
	...{t: 0, kind: 'ws', connection: 1},
	data: JSON.stringify({
		stream: `${symbol}@trade`,
		data: {e: 'trade', s: symbol.toUpperCase(), t: 1, p: '1', q: '1', T: 1, m: true},
	}),
});

const snapshot = (id: number): CaptureEvent => ({
	...{t: 0, kind: 'http', status: 200},
	url: 'https://host/api/v3/depth?symbol=STEEMBTC&limit=1000',
	data: JSON.stringify({lastUpdateId: id, bids: [['1', '1']], asks: [['2', '1']]}),
});

const judge = (events: readonly CaptureEvent[]) => {
	const {take} = createSnapshotJudge(['binance']);
	for (const [line, event] of events.entries()) take(event, {file: 'a', line});
};

const symbolOf = (index: number) => `s${index}btc`;

for (const {name, most, make} of [
	{
		name: 'a trade of each of many symbols on one connection',
		most: 300,
		make: () => [open(1, ...range(300, symbolOf)), ...range(300, at => trade(symbolOf(at)))],
	},
	{
		name: 'snapshots where connections have no end',
		most: 20_000,
		make: () => range(300, at => [open(at, 'steembtc'), snapshot(at)]).flat(),
	},
	{
		name: 'more books than anybody follows',
		most: 1000,
		make: () => [
			...range(20, at => open(at, ...range(300, index => symbolOf(at * 300 + index)))),
			...range(20, at => ({...trade('steembtc'), data: '{"result":null}', connection: at})),
		],
	},
])
	test(`reads no more than it has to: ${name}`, context => {
		const {mock} = context.mock.method(JSON, 'parse');
		judge(make());
		assert.ok(mock.callCount() <= most, `${mock.callCount()} times`);
	});

test('an address that is none is followed by nobody, whoever it is said to be', () => {
	const url = 'no address';
	judge([{t: 0, kind: 'open', connection: 1, url, exchange: 'binance'}, snapshot(1)]);
	assert.equal(wireOf(url, ['binance'], 'binance'), null);
});
