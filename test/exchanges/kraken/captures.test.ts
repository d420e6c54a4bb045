import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import type {OrderBook} from '../../../source/book/order-book.js';
import {seenLevels} from '../../../source/exchanges/kraken/checksum.js';
import {createKrakenClient} from '../../../source/exchanges/kraken/client.js';
import {krakenWire} from '../../../source/exchanges/kraken/wire.js';
import {captureFolder, readCapture, skipWithoutCaptures} from '../../helpers/captures.js';
import {marketOf, runClient, toRows} from '../../helpers/client-run.js';

/** Of today's protocol, without a loss of their own. */
const files = skipWithoutCaptures
	? ['(none)']
	: readdirSync(captureFolder).filter(
			file => /kraken-v2-.*\d\.jsonl(\.gz)?$/.test(file) && !file.includes('-gap-'),
		);

/** Messages taken out of each recording, one at a time. */
const mostTaken = 60;

const bookIn = (text: string) => krakenWire.bookOf(krakenWire.topicOf(text).name);

const read = (file: string) => {
	const messages = readCapture(file).map(({data}) => data);
	const symbol = messages.map(text => bookIn(text)?.symbol).find(found => found !== undefined);
	return {messages, symbol: symbol ?? ''};
};

/** The share of losses that shows: of 26 of the real recording 25, of the others those near the best prices. */
const leastNoticed = (file: string): number =>
	file.startsWith('kraken-v2-minagbp') ? 25 / 26 : 0.65;

/** All that a checksum vouches for. */
const bestOf = ({bids, asks}: OrderBook) => [toRows(bids, seenLevels), toRows(asks, seenLevels)];

/** What a client makes of the messages, without one of them: its book in the end, and whether it saw a loss. */
const play = (symbol: string, messages: readonly string[], without = -1) => {
	const run = runClient(createKrakenClient(marketOf(symbol)));
	run.give({type: 'open'});
	for (const [index, data] of messages.entries())
		if (index !== without) run.give({type: 'message', data});
	const isSeen = run.outputs.some(({type}) => type === 'syncing');
	return {best: bestOf(run.book), isLive: run.isInSync(), isSeen};
};

for (const file of files) {
	test(`${file}: every checksum matches`, {skip: skipWithoutCaptures}, () => {
		const {messages, symbol} = read(file);
		const run = runClient(createKrakenClient(marketOf(symbol)));
		run.give({type: 'open'});
		let checked = 0;
		for (const data of messages)
			for (const out of run.give({type: 'message', data})) {
				assert.notEqual(out.type, 'syncing', data.slice(0, 200));
				if (out.type !== 'book') continue;
				assert.equal(out.change.check?.(run.book), null);
				checked++;
			}
		const told = messages.filter(text => text.includes('"checksum"')).length;
		assert.ok(checked > 0 && checked === told, `${checked} of ${told}`);
	});

	test(`${file}: one update lost is noticed, or heals`, {skip: skipWithoutCaptures}, () => {
		const {messages, symbol} = read(file);
		const whole = play(symbol, messages);
		const updates = messages.flatMap((text, index) =>
			bookIn(text) && text.includes('"type":"update"') ? [index] : [],
		);
		// After the last nothing comes that could tell.
		const step = Math.ceil(updates.length / mostTaken);
		const taken = updates.slice(0, -1).filter((_, index) => index % step === 0);
		const runs = taken.map(index => ({index, ...play(symbol, messages, index)}));
		for (const {index, isLive, best} of runs)
			if (isLive) assert.deepEqual(best, whole.best, `without ${index}`);
		const noticed = runs.filter(({isSeen}) => isSeen).length;
		assert.ok(noticed / runs.length >= leastNoticed(file), `${noticed} of ${runs.length} noticed`);
	});
}
