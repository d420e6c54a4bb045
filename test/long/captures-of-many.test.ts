import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {readCapture} from '../../source/capture/read-capture.js';
import {exchanges} from '../../source/exchanges/index.js';
import {openReplay} from '../../source/replay/open-replay.js';
import {startPlay} from '../../source/replay/play-replay.js';
import {toReportJson} from '../../source/verify/report.js';
import {toReportText} from '../../source/verify/report-text.js';
import {createVerifier} from '../../source/verify/verifier.js';
import {captureText, writeCapture} from '../helpers/capture-lines.js';
import {countWork} from '../helpers/count-work.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const range = <T>(count: number, make: (index: number) => T): T[] =>
	Array.from({length: count}, (_, index) => make(index));

const toUrl = (...symbols: readonly string[]) =>
	`wss://stream.binance.com:9443/stream?streams=${symbols.map(one => `${one}@depth@100ms`).join('/')}`;

const toUpdate = (symbol: string, id: number) =>
	JSON.stringify({
		stream: `${symbol}@depth@100ms`,
		data: {e: 'depthUpdate', E: id, s: symbol.toUpperCase(), U: id, u: id, b: [['1', '2']], a: []},
	});

const open = (t: number, connection: number, ...symbols: readonly string[]): CaptureEvent => ({
	...{t, kind: 'open', connection, url: toUrl(...symbols)},
});
const update = (t: number, connection: number, symbol: string): CaptureEvent => ({
	...{t, kind: 'ws', connection, data: toUpdate(symbol, t)},
});
const close = (t: number, connection: number): CaptureEvent => ({
	...{t, kind: 'close', connection, reason: 'gone'},
});

const first = captureText([open(1, 1, 'steembtc')]);
const toSymbol = (index: number) => `s${index}btc`;

/** Captures of many of something. */
const kinds: Readonly<Record<string, (count: number) => string>> = {
	'connections without an end': count =>
		captureText(
			range(count, at => [open(at * 3, at, 'steembtc'), update(at * 3 + 1, at, 'steembtc')]).flat(),
		),
	'connections that end': count =>
		captureText(
			range(count, at => [
				open(at * 3, at, 'steembtc'),
				update(at * 3 + 1, at, 'steembtc'),
				close(at * 3 + 2, at),
			]).flat(),
		),
	'addresses without an end': count =>
		captureText(
			range(count, at => [
				open(at * 3, at, toSymbol(at)),
				update(at * 3 + 1, at, toSymbol(at)),
			]).flat(),
		),
	'connections that are opened again': count =>
		captureText(range(count, at => open(at, 1, 'steembtc'))),
	'lines that are none': count => first + range(count, at => `no line ${at}\n`).join(''),
	'messages on no connection': count => captureText(range(count, at => update(at, at, 'steembtc'))),
	markers: count => captureText(range(count, at => ({t: at, kind: 'marker', label: `${at}`}))),
	'files without a header': count =>
		range(
			count,
			at =>
				`${JSON.stringify({t: at, kind: 'ws', url: toUrl(toSymbol(at)), data: toUpdate(toSymbol(at), at)})}\n`,
		).join(''),
};

const write = (name: string, text: string): string => {
	const path = join(folder, `${name.replaceAll(' ', '-')}.jsonl`);
	writeFileSync(path, text);
	return path;
};

const verify = async (path: string) => {
	const verifier = createVerifier();
	for await (const item of readCapture(path)) verifier.give(item);
	return verifier.finish();
};

const replay = async (path: string): Promise<readonly string[]> => {
	const complaints: string[] = [];
	const opened = await openReplay({paths: [path], market: null, exchanges});
	const play = startPlay({...opened, onDefect: text => complaints.push(text)});
	await play.playTo();
	await play.stop();
	return complaints;
};

for (const [name, make] of Object.entries(kinds)) {
	test(`the work of many ${name} grows with the file`, async () => {
		const [some, twice] = [40, 80].map(count => write(`${name}-${count}`, make(count)));
		for (const work of [verify, replay]) {
			// What is done once, such as filling caches, is no part of it.
			await work(String(some));
			const before = await countWork(() => work(String(some)));
			const later = await countWork(() => work(String(twice)));
			assert.ok(later < before * 2.6, `${work.name}: ${before}, then ${later}`);
		}
	});

	test(`tells of many ${name} in few words`, async () => {
		const path = write(name, make(150));
		const report = await verify(path);
		const said = [...report.defects.map(({detail}) => detail), ...report.notices];
		assert.ok(said.length <= 60, `${said.length} sentences`);
		assert.ok((await replay(path)).length <= 4);
	});
}

test('tells each kind once, with its count', async () => {
	const path = write('broken', `${kinds['lines that are none']?.(500) ?? ''}`);
	const report = await verify(path);
	assert.deepEqual(
		report.defects.filter(({code}) => code === 'unreadable-line').map(({count}) => count),
		[500],
	);
	assert.match(toReportText(report), /not JSON; 500 such in all \[unreadable-line\]$/m);
	assert.equal(toReportJson([path], report).match(/not JSON/g)?.length, 1);
	const complaints = await replay(path);
	assert.match(complaints[0] ?? '', /line 3: not JSON$/);
	assert.match(complaints[1] ?? '', /broken\.jsonl: 499 more lines that cannot be read$/);
	assert.equal(complaints.length, 2);
});

test('says that it follows no more than a thousand books', async () => {
	const make = kinds['addresses without an end'];
	const {defects, books} = await verify(write('books', make?.(1200) ?? ''));
	const {count, detail} = defects.find(({code}) => code === 'too-many-books') ?? {};
	assert.equal(count, 200);
	assert.match(detail ?? '', /more than 1000 books: binance S1000BTC and what comes after it/);
	assert.equal(books.length, 1200);
	const sum = defects.filter(({code}) => code === 'no-book').map(one => one.count);
	assert.equal(
		sum.reduce((all, one) => all + one, 0),
		1200,
	);
	assert.equal(sum.length, 21);
});

for (const {name, line} of [
	{name: 'that are blank', line: '\n'},
	{name: 'that are no events', line: '{}\n'},
])
	test(`reads no more than 200,000 lines in a row ${name}`, async () => {
		const [header, first = ''] = captureText([open(1, 1, 'steemusdt')]).split('\n');
		const lines = `${header}\n${line.repeat(9000)}${first}\n${line.repeat(200_100)}`;
		const items = readCapture(writeCapture(join(folder, 'useless.jsonl.gz'), lines));
		let events = 0;
		let last = '';
		for await (const item of items) {
			if (item.type === 'event') events++;
			if (item.type === 'defect') last = `${item.code}: ${item.detail}`;
		}
		assert.equal(events, 1);
		assert.match(last, /^truncated: .*nothing is read after line 209002/);
	});
