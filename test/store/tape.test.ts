import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import type {Trade} from '../../source/book/trade.js';
import {between, createRandom} from '../../source/random.js';
import {createTape, maxTrades} from '../../source/store/tape.js';

const one = parseDecimal('1');
const trade = (id: number, time: number): Trade => ({
	...{id: String(id), time, price: one, size: one, side: null},
});

/** The plain way: all in one list, sorted anew each time. */
const createTwin = () => {
	let trades: readonly Trade[] = [];
	return {
		add(more: readonly Trade[]) {
			const known = new Set(trades.map(({id}) => id));
			const fresh = new Map(more.filter(({id}) => !known.has(id)).map(one => [one.id, one]));
			trades = [...trades, ...fresh.values()]
				.sort((a, b) => a.time - b.time || Number(a.id) - Number(b.id))
				.slice(-maxTrades);
		},
		trades: () => trades,
	};
};

test('fills are kept as if all were sorted each time', () => {
	const random = createRandom('tape');
	for (let run = 0; run < 5; run++) {
		const [tape, twin] = [createTape([]), createTwin()];
		let id = 1;
		for (let round = 0; round < 500; round++) {
			const count = between(random, 1, 6);
			const trades = Array.from({length: count}, () => {
				// Now and then one comes again, or late.
				const isOld = random() < 0.1;
				const at = isOld ? Math.max(1, id - between(random, 1, 900)) : id++;
				return trade(at, Math.floor(at / 3));
			});
			twin.add(trades);
			tape.add(tape.newOf(trades));
			assert.deepEqual(
				tape.trades().map(({id}) => id),
				twin.trades().map(({id}) => id),
			);
		}
	}
});

test('a fill told twice at once counts once', () => {
	const tape = createTape([trade(1, 1)]);
	const fresh = tape.newOf([trade(1, 1), trade(2, 2), trade(2, 2)]);
	assert.deepEqual(fresh, [trade(2, 2)]);
});

test('what was given does not change afterwards', () => {
	const tape = createTape([trade(1, 1)]);
	const before = tape.trades();
	tape.add([trade(2, 2)]);
	assert.deepEqual(before, [trade(1, 1)]);
	assert.deepEqual(createTape(tape.trades()).trades(), [trade(1, 1), trade(2, 2)]);
});
