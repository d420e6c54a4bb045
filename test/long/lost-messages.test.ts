import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {channelFor, exchangeOf} from '../helpers/capture-channels.js';
import {
	captureFolder,
	readCapture,
	readExpected,
	skipWithoutCaptures,
	type CaptureLine,
} from '../helpers/captures.js';
import {digest, marketOf, runClient} from '../helpers/client-run.js';

/** Messages taken out of each recording, one at a time, spread over all of it. */
const mostTaken = 30;

/** Those in today's words, of one market's text, without a loss of their own. */
const files = skipWithoutCaptures
	? ['(none)']
	: readdirSync(captureFolder).filter(file => {
			const rules = exchangeOf(file) && channelFor(file);
			if (!rules || !/\d\.jsonl(\.gz)?$/.test(file)) return false;
			if (rules.loss.type !== 'ids' && rules.loss.type !== 'whole-pushes') return false;
			return !/^(okx|bitstamp)-|-(gap|faults)-|huobi|-multi4-/.test(file);
		});

/** What a client makes of the lines, without one of them: its book after each, null where it is not in sync. */
const play = (file: string, symbol: string, lines: readonly CaptureLine[], without?: number) => {
	const run = runClient(channelFor(file).createClient(marketOf(symbol)));
	run.give({type: 'open', now: 0});
	let answered = 0;
	return lines.map(({kind, data}, index) => {
		if (index === without) return null;
		if (kind === 'ws') run.give({type: 'message', data});
		else if (run.requests() > answered) {
			answered++;
			run.give({type: 'response', body: data});
		}
		return run.isInSync() ? `${run.book.exchangeTime} ${digest(run.book)}` : null;
	});
};

for (const file of files)
	test(`${file}: one message lost is noticed, or healed`, {skip: skipWithoutCaptures}, () => {
		const wire = exchangeOf(file)?.wire;
		const [symbol = ''] = Object.keys(readExpected(file));
		const all = readCapture(file);
		const isOfBook = ({kind, data}: CaptureLine) => {
			const topic = kind === 'ws' ? wire?.topicOf(data) : undefined;
			return topic !== undefined && !topic.answers && wire?.bookOf(topic.name)?.symbol === symbol;
		};
		const lines = all.slice(0, 120).filter(line => line.kind === 'http' || isOfBook(line));
		const first = all.filter(line => line.kind === 'ws' && !isOfBook(line)).slice(0, 1);
		const given = [...first, ...lines];
		const whole = play(file, symbol, given);
		assert.ok(whole.at(-1) != null, 'in sync at the end');
		const from = whole.findIndex(state => state !== null);
		const step = Math.ceil((given.length - from - 2) / mostTaken);
		for (let taken = from + 1; taken < given.length - 1; taken += step) {
			if (given[taken]?.kind !== 'ws') continue;
			for (const [index, state] of play(file, symbol, given, taken).entries())
				if (index > taken && state !== null)
					assert.equal(state, whole[index], `at ${index} without ${taken}`);
		}
	});
