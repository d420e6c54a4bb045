import assert from 'node:assert/strict';
import {test} from 'node:test';
import {addToRuns, joinTape, type TradeRun} from '../../source/book/joined-tape.js';
import type {Trade} from '../../source/book/trade.js';
import {between, createRandom} from '../../source/random.js';

const one = {units: 1, decimals: 0};

/** `7` or `7@3`: its id and its time, which is the same number where none is given. */
const trade = (text: string): Trade => {
	const [id = '', time = id] = text.split('@');
	return {id, price: one, size: one, side: 'buy', time: Number(time)};
};

const trades = (text: string) => text.split(' ').filter(Boolean).map(trade);

/** Each by its id, `*` where it was fetched, `|` before it where some may be missing. */
const join = (heard: string, runs: readonly string[], breaks = '', most = 500) =>
	joinTape(trades(heard), {runs: runs.map(trades), breaks: breaks.split(' ')}, most)
		.map(({id, isFetched, isAfterGap}) => `${isAfterGap ? '| ' : ''}${id}${isFetched ? '*' : ''}`)
		.join(' ');

test('what is heard and fetched stands there once', () => {
	assert.equal(join('5 6 7', ['3 4 5 6']), '3* 4* 5 6 7');
});

test('fetched fills that share none with the heard leave a gap', () => {
	assert.equal(join('5 6 7', ['3 4']), '3* 4* | 5 6 7');
});

test('a later answer that has both closes the gap', () => {
	assert.equal(join('7 8', ['3 4', '4 6 7']), '3* 4* 6* 7 8');
});

test('what is only fetched has no gap in it', () => {
	assert.equal(join('', ['3 4 9']), '3* 4* 9*');
});

test('what is only heard has no gap in it', () => {
	assert.equal(join('3 4 9', []), '3 4 9');
});

test('a break of the stream leaves a gap', () => {
	assert.equal(join('3 4 8 9', [], '4'), '3 4 | 8 9');
});

test('fills of a break are filled in, marked', () => {
	assert.equal(join('3 4 8 9', ['2 3 4 5 6 7 8'], '4'), '2* 3 4 5* 6* 7* 8 9');
});

test('an answer that reaches into a break on one side leaves the other a gap', () => {
	assert.equal(join('3 4 8 9', ['6 7 8'], '4'), '3 4 | 6* 7* 8 9');
	assert.equal(join('3 4 8 9', ['4 5'], '4'), '3 4 5* | 8 9');
});

test('two answers that do not meet have a gap between them', () => {
	assert.equal(join('9', ['1 2', '5 6 9']), '1* 2* | 5* 6* 9');
});

test('what the stream tells by another id is not told twice', () => {
	// The stream made one of 5 and 6, by an id of its own.
	assert.equal(join('4 x@5.5 7', ['2 3 4 5 6']), '2* 3* 4 x 7');
});

test('an answer that meets the stream in time alone is joined', () => {
	assert.equal(join('a@5 b@9', ['3 4 7']), '3* 4* a b');
});

test('fills of one time are in the order of their ids', () => {
	assert.equal(join('11@5 12@5', ['9@5 10@5 11@5']), '9* 10* 11 12');
});

test('a time in whole seconds hides no fill and puts none before others', () => {
	const heard = '1@98000 2@99900 5@101000 6@101500';
	assert.equal(join(heard, ['2@99000 3@99000 4@100000 5@101000'], '2'), '1 2 3* 4* 5 6');
	// Nothing proves that there was none between 2 and 3.
	assert.equal(join(heard, ['3@99000 4@100000 5@101000'], '2'), '1 2 | 3* 4* 5 6');
	assert.equal(join('1@98000 2@99900', ['3@99000'], '2'), '1 2 | 3*');
});

test('the newest are shown, as many as are wanted', () => {
	assert.equal(join('5 6 7', ['3 4 5'], '', 4), '4* 5 6 7');
});

test('a break after the newest is none until another is heard', () => {
	assert.equal(join('3 4', [], '4'), '3 4');
	assert.equal(join('3 4', ['3 4 5'], '4'), '3 4 5*');
});

test('answers that have a fill in common are one', () => {
	const told = (...runs: string[]) =>
		runs
			.reduce<ReturnType<typeof addToRuns>>((all, run) => addToRuns(all, trades(run)), [])
			.map(run => run.map(({id}) => id).join(' '));
	assert.deepEqual(told('3 4 5', '4 5 6'), ['3 4 5 6']);
	assert.deepEqual(told('3 4', '7 8'), ['3 4', '7 8']);
	assert.deepEqual(told('3 4', '7 8', '4 5 6 7'), ['3 4 5 6 7 8']);
	assert.deepEqual(told('3 4', ''), ['3 4']);
	assert.deepEqual(told('1', '2', '3', '4', '5'), ['2', '3', '4', '5']);
});

/** Fills numbered from 1 on, of which some are heard, and some answered with, in whole seconds or not. */
const createChance = (random: () => number) => {
	let time = 100_000;
	const mostApart = [5, 300, 2000][between(random, 0, 2)] ?? 0;
	const all = Array.from({length: between(random, 5, 60)}, (_, at) => {
		time += random() < 0.2 ? 0 : between(random, 0, mostApart);
		return trade(`${at + 1}@${time}`);
	});
	const heard: Trade[] = [];
	const breaks: string[] = [];
	for (let at = between(random, 0, 10); at < all.length; at += between(random, 0, 10)) {
		heard.push(...all.slice(at, (at += between(random, 1, 12))));
		breaks.push(heard.at(-1)?.id ?? '');
	}
	const unit = random() < 0.5 ? 1000 : 1;
	let runs: readonly TradeRun[] = [];
	for (let left = between(random, 0, 4); left > 0; left--) {
		const from = between(random, 0, all.length - 1);
		const run = all.slice(from, from + between(random, 1, 20));
		runs = addToRuns(
			runs,
			run.map(one => ({...one, time: Math.floor(one.time / unit) * unit})),
		);
	}
	return {heard, runs, breaks};
};

test('whatever is heard and fetched, no fill is lost and no gap is hidden', () => {
	const random = createRandom('joined tapes');
	for (let round = 0; round < 500; round++) {
		const {heard, runs, breaks} = createChance(random);
		const ids = new Set([...heard, ...runs.flat()].map(({id}) => Number(id)));
		const sorted = [...ids].sort((a, b) => a - b);
		const tape = joinTape(heard, {runs, breaks}, 500);
		assert.deepEqual(
			tape.map(({id}) => Number(id)),
			sorted,
		);
		for (const [at, {id, isAfterGap}] of tape.entries())
			if (at > 0 && !isAfterGap) assert.equal(Number(id), Number(tape[at - 1]?.id) + 1);
	}
});
