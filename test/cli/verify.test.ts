import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {verify} from '../../source/commands/verify.js';
import {toSafeLines} from '../../source/safe-text.js';
import type {Defect} from '../../source/verify/defects.js';
import type {BookTally} from '../../source/verify/tallies.js';
import {toData, type UntimedEvent} from '../../source/capture/capture-format.js';
import {
	binanceEvents,
	captureHeader,
	captureText,
	huobiEvents,
	timed,
	writeCapture,
} from '../helpers/capture-lines.js';
import {captureFolder, skipWithoutCaptures} from '../helpers/captures.js';

type Told = {
	readonly messages: number;
	readonly connections: number;
	readonly events: number;
	readonly first: string | null;
	readonly durationMs: number;
	readonly channels: readonly {channel: string; messages: number; bytes: number}[];
	readonly books: readonly BookTally[];
	readonly defects: readonly Defect[];
	readonly notices: readonly string[];
};

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const run = async (files: readonly string[], isJson = true) => {
	let out = '';
	let complaints = '';
	const code = await verify(
		files,
		{
			write: text => ((out += text), true),
			onDrain: () => undefined,
			complain: text => (complaints += text),
		},
		{isJson},
	);
	return {code, out, complaints};
};

const check = async (files: readonly string[]) => {
	const {code, out} = await run(files);
	const told = JSON.parse(out) as Told;
	return {code, told, codes: told.defects.map(({code: kind}) => kind), book: told.books[0]};
};

const checkEvents = (events: readonly UntimedEvent[], name = 'feed.jsonl') =>
	check([writeCapture(join(folder, name), captureText(timed(events)))]);

const {open, update, snapshot} = binanceEvents;
const bids = [['0.10', '5']] as const;
const asks = [['0.11', '7']] as const;
const inSync = [open(), update(8, 9), snapshot(10, bids, asks), update(11, 12)];

const topic = 'market.steembtc.mbp.150';
const book = {bids: [[0.1, 5]], asks: [[0.11, 7]]};
const increment = (from: number, to: number) =>
	huobiEvents.message({
		ch: topic,
		ts: 1,
		tick: {seqNum: to, prevSeqNum: from, bids: [], asks: []},
	});

test('finds nothing wrong with a capture in sync', async () => {
	const {code, told, book: tally} = await checkEvents(inSync, 'feed.jsonl.gz');
	assert.equal(code, 0);
	assert.deepEqual(told.defects, []);
	assert.equal(told.messages, 2);
	assert.equal(told.first, '2023-11-14T22:13:20.000Z');
	assert.equal(told.durationMs, 300);
	assert.deepEqual(
		told.channels.map(({channel, messages}) => [channel, messages]),
		[
			['steembtc@depth@100ms', 2],
			['GET /api/v3/depth', 1],
		],
	);
	assert.equal(tally?.symbol, 'STEEMBTC');
	assert.equal(tally.sequence, 12);
	assert.deepEqual(tally.levels, {bids: 1, asks: 1});
	assert.ok(tally.isInSync);
});

test('finds missing updates, and the book that came after', async () => {
	const {
		code,
		told,
		codes,
		book: tally,
	} = await checkEvents([
		...inSync,
		update(14, 15),
		update(18, 19),
		snapshot(19, bids, asks),
		update(20, 20),
	]);
	assert.equal(code, 4);
	assert.deepEqual(codes, ['gap']);
	assert.equal(told.defects[0]?.t, 400);
	assert.match(told.defects[0].detail, /binance STEEMBTC: updates were missed: 13 is missing/);
	assert.deepEqual([tally?.gaps, tally?.resyncs, tally?.snapshots], [1, 1, 2]);
	assert.ok(tally?.isInSync);
});

test('finds each moment at which a book was crossed, once', async () => {
	const crossing = [...inSync, update(13, 13, {bids: [['0.12', '1']]}), update(14, 14)];
	const lost = await checkEvents(crossing);
	assert.deepEqual([lost.code, lost.codes], [4, ['crossed']]);
	assert.deepEqual([lost.book?.crossed, lost.book?.resyncs, lost.book?.isInSync], [1, 1, false]);
	const {codes, book: tally} = await checkEvents([
		...crossing,
		snapshot(14, bids, asks),
		update(15, 15),
		update(16, 16, {asks: [['0.10', '1']]}),
		snapshot(16, bids, asks),
	]);
	assert.deepEqual(codes, ['crossed']);
	assert.deepEqual([tally?.crossed, tally?.resyncs, tally?.snapshots], [2, 2, 3]);
	assert.deepEqual([tally?.audits, tally?.isInSync], [0, true]);
});

test('takes no crossed snapshot for a book', async () => {
	const crossed = snapshot(10, [['0.11', '5']], asks);
	const events = [open(), update(8, 9), crossed, update(11, 12)];
	const {codes, book: tally} = await checkEvents(events);
	assert.deepEqual(codes, ['crossed', 'no-book']);
	assert.deepEqual([tally?.isInSync, tally?.snapshots, tally?.resyncs], [false, 0, 0]);
});

test('compares a book in sync with each further snapshot', async () => {
	const agrees = await checkEvents([...inSync, snapshot(12, bids, asks)]);
	assert.deepEqual([agrees.code, agrees.book?.audits], [0, 1]);
	const differs = await checkEvents([...inSync, snapshot(12, [['0.10', '6']], asks)]);
	assert.deepEqual([differs.code, differs.codes], [4, ['different']]);
	assert.equal(differs.book?.differences, 1);
	assert.match(differs.told.defects[0]?.detail ?? '', /: 1 level differs from a snapshot$/);
});

test('waits with a snapshot until the book has come up to it', async () => {
	const later = [snapshot(14, bids, asks), update(13, 13)];
	const agrees = await checkEvents([...inSync, ...later, update(14, 15)]);
	assert.deepEqual([agrees.code, agrees.book?.audits, agrees.book?.sequence], [0, 1, 15]);
	const differs = await checkEvents([...inSync, ...later, update(14, 14, {bids: [['0.09', '1']]})]);
	assert.deepEqual([differs.codes, differs.book?.audits], [['different'], 1]);
});

test('goes on with a snapshot that came before the update that shows a gap', async () => {
	const {
		code,
		told,
		codes,
		book: tally,
	} = await checkEvents([...inSync, snapshot(20, bids, asks), update(21, 22), update(25, 25)]);
	assert.deepEqual([code, codes, told.defects[0]?.count], [4, ['gap'], 2]);
	assert.match(told.defects[0]?.detail ?? '', /13–20 are missing/);
	assert.deepEqual([tally?.snapshots, tally?.sequence], [2, 22]);
	const huobi = await checkEvents([
		huobiEvents.open,
		increment(5, 6),
		huobiEvents.message({rep: topic, ts: 1, data: {seqNum: 6, ...book}}),
		increment(6, 7),
		huobiEvents.message({rep: topic, ts: 1, data: {seqNum: 12, ...book}}),
		increment(12, 13),
	]);
	assert.deepEqual([huobi.codes, huobi.book?.sequence, huobi.book?.isInSync], [['gap'], 13, true]);
	const without = await checkEvents([...inSync, snapshot(15, bids, asks), update(20, 22)]);
	assert.deepEqual([without.codes, without.book?.isInSync], [['gap'], false]);
});

test('finds updates that no snapshot links to', async () => {
	const {
		code,
		codes,
		book: tally,
	} = await checkEvents([open(), update(20, 21), snapshot(10, bids, asks)]);
	assert.deepEqual([code, codes], [4, ['no-book']]);
	assert.equal(tally?.unlinked, 1);
});

test('takes a snapshot that comes before any update', async () => {
	const {code, book: tally} = await checkEvents([open(), snapshot(10, bids, asks), update(11, 11)]);
	assert.deepEqual([code, tally?.sequence], [0, 11]);
});

test('takes a newer snapshot in place of one that nothing followed', async () => {
	const {code, book: tally} = await checkEvents([
		open(),
		binanceEvents.streams,
		snapshot(5, bids, asks),
		snapshot(10, bids, asks),
		update(11, 12),
	]);
	assert.deepEqual([code, tally?.unlinked, tally?.gaps], [0, 1, 0]);
	assert.deepEqual([tally?.sequence, tally?.isInSync], [12, true]);
});

test('finds a book that is left without a snapshot that links', async () => {
	const events = [open(), snapshot(10, bids, asks), update(13, 13), update(14, 14)];
	const {code, told, codes} = await checkEvents(events);
	assert.deepEqual([code, codes], [4, ['no-book']]);
	assert.match(told.defects[0]?.detail ?? '', /no snapshot links to its updates, /);
	const healed = await checkEvents([...events, snapshot(14, bids, asks)]);
	assert.equal(healed.code, 0);
});

test('gives a new connection time for its book', async () => {
	const again = [
		{kind: 'close', connection: 1, reason: 'gone'},
		open(3),
		update(20, 20, {connection: 3}),
	] as const;
	const early = await checkEvents([...inSync, ...again]);
	assert.deepEqual([early.code, early.book?.isInSync], [0, false]);
	const pings = Array.from({length: 110}, () => ({kind: 'ping', connection: 3}) as const);
	const late = await checkEvents([...inSync, ...again, ...pings]);
	assert.deepEqual(late.codes, ['no-book']);
});

test('finds messages on a connection that was not opened', async () => {
	const stray = {kind: 'ws', connection: 7, data: '{}'} as const;
	const {code, told, codes} = await checkEvents([...inSync, stray, stray]);
	assert.deepEqual([code, codes, told.messages], [4, ['no-connection'], 4]);
	assert.equal(told.defects[0]?.count, 2);
	assert.match(told.defects[0].detail, /line 6: a message on a connection that was not opened/);
	const closed = {kind: 'close', connection: 1, reason: 'closed by steem-tui'} as const;
	const late = await checkEvents([...inSync, closed, update(13, 13)]);
	assert.deepEqual([late.code, late.codes], [0, []]);
});

test('says that it knows no book of a file, and when that begins', async () => {
	const path = join(folder, 'unknown.jsonl');
	const lines = [500, 900].map(t => ({t, kind: 'ws', url: 'wss://api.example.com/', data: '{}'}));
	writeFileSync(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
	const {code, told} = await check([path]);
	assert.deepEqual([code, told.messages, told.events, told.durationMs], [0, 2, 2, 400]);
	assert.match((await run([path], false)).out, /Note: no book of an exchange we know: /);
});

test('counts what a client cannot read', async () => {
	const broken = {kind: 'ws', connection: 1, data: '{"stream":"steembtc@depth@100ms"'} as const;
	const bomb = {kind: 'ws', connection: 2, encoding: 'base64', data: 'AAAA'} as const;
	const {code, codes, book: tally} = await checkEvents([...inSync, broken, huobiEvents.open, bomb]);
	assert.deepEqual([code, codes], [4, ['unreadable-message', 'unreadable-message']]);
	assert.deepEqual([tally?.unreadable, tally?.sequence], [1, 12]);
});

test('reads a message as the client of its exchange does', async () => {
	const text = JSON.stringify({
		stream: 'steembtc@depth@100ms',
		data: {e: 'depthUpdate', E: 1, s: 'STEEMBTC', U: 13, u: 13, b: [], a: []},
	});
	const binary = {kind: 'ws', connection: 1, ...toData(Buffer.from(text))} as const;
	const {code, codes, book: tally} = await checkEvents([...inSync, binary, update(14, 14)]);
	assert.deepEqual([code, codes, tally?.sequence], [0, [], 14]);
});

test('mistrusts a book after a message that cannot be read', async () => {
	const nonsense = {kind: 'ws', connection: 1, data: 'nonsense'} as const;
	const missed = [...inSync, nonsense, update(14, 14)];
	const lost = await checkEvents(missed);
	assert.deepEqual([lost.codes, lost.book?.gaps], [['unreadable-message'], 0]);
	assert.deepEqual([lost.book?.isInSync, lost.book?.resyncs], [false, 1]);
	const healed = await checkEvents([...missed, snapshot(14, bids, asks), update(15, 15)]);
	assert.deepEqual([healed.book?.isInSync, healed.book?.sequence], [true, 15]);
});

test('follows Huobi by its own messages, with its silences and connections', async () => {
	const {
		code,
		told,
		book: tally,
	} = await checkEvents([
		huobiEvents.open,
		huobiEvents.message({id: 'sub-1', status: 'ok', subbed: topic, ts: 1}),
		increment(5, 6),
		huobiEvents.message({rep: topic, ts: 1, data: {seqNum: 6, ...book}}),
		huobiEvents.message({ping: 1}),
		{kind: 'marker', label: 'here'},
		{kind: 'marker', label: 'there'},
		huobiEvents.ping,
		huobiEvents.close,
		huobiEvents.open,
		increment(8, 9),
		huobiEvents.message({rep: topic, ts: 1, data: {seqNum: 9, ...book}}),
	]);
	assert.equal(code, 0);
	assert.deepEqual(
		told.channels.map(({channel, messages}) => [channel, messages]),
		[
			[`${topic} subscribed`, 1],
			[topic, 2],
			[`${topic} reply`, 2],
			['ping', 1],
		],
	);
	assert.deepEqual([tally?.reconnects, tally?.snapshots, tally?.messages], [1, 2, 5]);
	assert.deepEqual([tally?.longestSilenceMs, tally?.longestSilenceAt], [300, 400]);
});

test('makes no book of messages about a market that was not subscribed to', async () => {
	const other = JSON.stringify({stream: 'btcusdt@depth@100ms', data: {e: 'depthUpdate'}});
	const otherTopic = 'market.btcusdt.mbp.150';
	const otherPush = huobiEvents.message({ch: otherTopic, ts: 1, tick: {}});
	const {code, told} = await checkEvents([
		...inSync,
		{kind: 'ws', connection: 1, data: other},
		{kind: 'ws', connection: 1, data: other},
		huobiEvents.open,
		{kind: 'sent', connection: 2, data: JSON.stringify({sub: topic, id: 'sub-1'})},
		increment(5, 6),
		otherPush,
		huobiEvents.message({rep: topic, ts: 1, data: {seqNum: 6, ...book}}),
	]);
	assert.deepEqual([code, told.messages], [0, 7]);
	assert.deepEqual(
		told.books.map(({symbol, messages}) => [symbol, messages]),
		[
			['STEEMBTC', 2],
			['steembtc', 2],
		],
	);
	assert.deepEqual(told.notices, [
		'binance: 2 messages about markets not subscribed to, first btcusdt@depth@100ms',
		`huobi: 1 message about markets not subscribed to, first ${otherTopic}`,
	]);
	const added = {kind: 'sent', connection: 1, data: other.replace('stream', 'SUBSCRIBE')} as const;
	const asked = await checkEvents([open(), added, {kind: 'ws', connection: 1, data: other}]);
	assert.deepEqual(
		asked.told.books.map(({symbol}) => symbol),
		['STEEMBTC', 'BTCUSDT'],
	);
	const unknown = await checkEvents([huobiEvents.open, otherPush]);
	assert.equal(unknown.book?.symbol, 'btcusdt');
	const acknowledged = huobiEvents.message({subbed: topic, status: 'ok', ts: 1});
	const known = await checkEvents([huobiEvents.open, acknowledged, otherPush]);
	assert.deepEqual(
		known.told.books.map(({symbol}) => symbol),
		['steembtc'],
	);
});

test('does not take a renewed connection for a lost one', async () => {
	const {code, book: tally} = await checkEvents([
		...inSync,
		open(2),
		update(13, 13, {connection: 2}),
		snapshot(13, bids, asks),
		{kind: 'close', connection: 1, reason: 'closed by steem-tui'},
	]);
	assert.deepEqual([code, tally?.reconnects, tally?.isInSync], [0, 0, true]);
});

test('names a connection that is opened twice, and follows the second', async () => {
	const twice = await checkEvents([open(), open(), ...inSync.slice(1)]);
	assert.deepEqual([twice.code, twice.codes, twice.book?.sequence], [4, ['unclosed'], 12]);
	assert.match(twice.told.defects[0]?.detail ?? '', /line 3: connection 1 is opened again/);
	const later = await checkEvents([...inSync, open(), update(20, 20)]);
	assert.deepEqual([later.codes, later.book?.isInSync], [['unclosed'], false]);
});

test('a number that was closed may be used again', async () => {
	const closed = {kind: 'close', connection: 1, reason: 'gone'} as const;
	const again = [open(), update(20, 20), snapshot(20, bids, asks)];
	const {code, book: tally} = await checkEvents([...inSync, closed, ...again]);
	assert.deepEqual([code, tally?.reconnects, tally?.sequence], [0, 1, 20]);
});

/** Events of a second connection, so many that the first is known to bring nothing. */
const second = (first: number) =>
	Array.from({length: 30}, (_, index) => update(first + index, first + index, {connection: 2}));

test('names a connection that brings nothing while another does', async () => {
	const lost = [...inSync, open(2), update(20, 20, {connection: 2}), snapshot(20, bids, asks)];
	const {code, told, codes, book: tally} = await checkEvents([...lost, ...second(21)]);
	assert.deepEqual([code, codes], [4, ['gap', 'unfed']]);
	assert.match(
		told.defects[1]?.detail ?? '',
		/^binance STEEMBTC: connection 1 brings nothing any more while connection 2 does$/,
	);
	assert.deepEqual(told.notices, [
		'binance STEEMBTC: connection 1 has no end, and connection 2 opens the same stream at 0:00.400',
	]);
	assert.deepEqual([tally?.sequence, tally?.isInSync], [50, true]);
	const text = (await run([join(folder, 'feed.jsonl')], false)).out;
	assert.match(text, /0:02\.\d+ {2}binance STEEMBTC: connection 1 brings nothing any more/);
	assert.match(text, /Note: binance STEEMBTC: connection 1 has no end/);
});

test('goes by the newest link whichever ends first', async () => {
	const both = [...inSync, open(2), ...second(13)];
	for (const connection of [1, 2]) {
		const ended = [...both, {kind: 'close', connection, reason: 'gone'}] as const;
		const {book: tally} = await checkEvents(ended);
		// The first has not brought what the second has: it vouches for nothing.
		assert.deepEqual([tally?.sequence, tally?.isInSync], [42, connection === 1]);
	}
});

test('follows a message on a connection that is closed for long', async () => {
	const closed = {kind: 'close', connection: 1, reason: 'gone'} as const;
	const pings = Array.from({length: 25}, () => ({kind: 'ping', connection: 1}) as const);
	const late = [update(20, 20), snapshot(20, bids, asks), update(21, 21)];
	const {told, codes, book: tally} = await checkEvents([...inSync, closed, ...pings, ...late]);
	assert.deepEqual([codes, tally?.sequence, tally?.isInSync], [['no-connection'], 21, true]);
	assert.match(told.defects[0]?.detail ?? '', /on a connection that was closed 2\.6 s before/);
});

test('finds the books of a capture without any open', async () => {
	const {codes, book: tally} = await checkEvents(inSync.slice(1));
	assert.deepEqual([codes, tally?.sequence, tally?.isInSync], [['no-connection'], 12, true]);
});

test('tells when a book was proven', async () => {
	const {told} = await checkEvents([
		...inSync,
		update(14, 15),
		snapshot(15, bids, asks),
		update(16, 16),
	]);
	const [tally] = told.books as readonly (BookTally & {provenMs: number; proven: unknown})[];
	assert.deepEqual(tally?.proven, [
		[200, 400],
		[500, 600],
	]);
	assert.equal(tally?.provenMs, 300);
	const text = (await run([join(folder, 'feed.jsonl')], false)).out;
	assert.match(text, / 50\.0 % /);
});

test('notes changes of a book that nothing links', async () => {
	const depth = 'market.steembtc.depth.step0';
	const push = (version: number, more: object = {}) =>
		huobiEvents.message({ch: depth, ts: 1, ...more, tick: {version, ...book}});
	const {
		code,
		told,
		book: tally,
	} = await checkEvents([
		{...huobiEvents.open, url: 'wss://api.huobi.pro/ws'},
		...[push(5), push(6, {update: true}), push(7, {update: true})],
	]);
	assert.deepEqual([code, tally?.isInSync, tally?.sequence], [0, false, 5]);
	assert.match(told.notices[0] ?? '', /^huobi steembtc: 2 messages with changes alone .*0:00.200/);
});

test('tells of ids that fell from one connection to the next', async () => {
	const restarted = [
		...inSync,
		{kind: 'close', connection: 1, reason: 'gone'},
		open(3),
		update(3, 4, {connection: 3}),
		snapshot(5, bids, asks),
		update(6, 7, {connection: 3}),
	] as const;
	const {code, told, codes, book: tally} = await checkEvents(restarted);
	assert.deepEqual([code, codes, tally?.isInSync], [4, ['no-book'], false]);
	assert.match(told.defects[0]?.detail ?? '', /its updates, ids fell to 5 from 12$/);
	const insisted = Array.from({length: 5}, () => snapshot(7, bids, asks));
	const healed = await checkEvents([...restarted, ...insisted]);
	assert.deepEqual([healed.code, healed.book?.sequence], [0, 7]);
});

test('takes a snapshot of a new connection that is old for no restart of the ids', async () => {
	const {code, book: tally} = await checkEvents([
		...inSync,
		{kind: 'close', connection: 1, reason: 'gone'},
		open(3),
		{...binanceEvents.streams, connection: 3},
		snapshot(11, bids, asks),
	]);
	assert.deepEqual([code, tally?.unlinked, tally?.isInSync], [0, 1, false]);
});

test('reads the parts of a long capture as one', async () => {
	const parts = [inSync, [open(), snapshot(12, bids, asks), update(13, 14)]];
	const paths = parts.map((events, index) =>
		writeCapture(
			join(folder, `part-${index}.jsonl`),
			captureText(timed(events), {
				...captureHeader,
				startedAt: captureHeader.startedAt + index * 400,
			}),
		),
	);
	const {code, told, book: tally} = await check(paths);
	assert.deepEqual([code, told.messages, told.connections], [0, 3, 1]);
	assert.deepEqual([tally?.reconnects, tally?.snapshots, tally?.audits], [0, 1, 1]);
	assert.deepEqual([tally?.isInSync, tally?.sequence], [true, 14]);
	assert.equal(told.durationMs, 600);
	assert.equal(tally?.longestSilenceMs, 300);
});

test('finds broken lines, times and ends', async () => {
	const text = captureText([...timed(inSync), {t: 50, ...update(13, 13)}] as Parameters<
		typeof captureText
	>[0]);
	const path = join(folder, 'broken.jsonl');
	writeFileSync(path, `${text}nonsense\n{"t":1000,"kind":"mar`);
	const {code, codes, told} = await check([path]);
	assert.equal(code, 4);
	assert.deepEqual(codes, ['backwards', 'unreadable-line', 'truncated']);
	assert.match(told.defects[1]?.detail ?? '', /line 7: not JSON/);
});

test('tells of bytes behind a whole file, which are no defect', async () => {
	const path = join(folder, 'stray.jsonl.gz');
	writeFileSync(
		path,
		Buffer.concat([gzipSync(captureText(timed(inSync))), Buffer.from('GARBAGE')]),
	);
	const {code, out} = await run([path], false);
	assert.equal(code, 0);
	assert.match(
		out,
		/No defects\.\n\nNote: .*stray\.jsonl\.gz: the file is whole, but other bytes follow it\./,
	);
});

test('prints a table for people', async () => {
	const {out} = await run(
		[writeCapture(join(folder, 'table.jsonl'), captureText(timed([...inSync, update(14, 15)])))],
		false,
	);
	assert.match(
		out,
		/^2023-11-14 22:13:20\.000Z to 2023-11-14 22:13:20\.400Z \(0\.4 s\)\n3 messages/,
	);
	assert.match(out, /binance {3}steembtc@depth@100ms {9}3 /);
	assert.match(out, /0:00\.400 {2}binance STEEMBTC: updates were missed/);
});

for (const {name, write, words} of [
	{name: 'is not there', write: () => undefined, words: /does not exist/},
	{name: 'is empty', write: (path: string) => writeFileSync(path, ''), words: /no whole line/},
	{
		name: 'is no JSON',
		write: (path: string) => writeFileSync(path, 'a\nb\n'),
		words: /line 1: not JSON/,
	},
	{
		name: 'is of another program',
		write: (path: string) => writeFileSync(path, '{"format":"x"}\n'),
		words: /another program/,
	},
	{
		name: 'is of a later version',
		write: (path: string) => writeFileSync(path, '{"format":"steem-tui-capture","version":2}\n'),
		words: /version 2; this program reads version 1/,
	},
	{
		name: 'lacks its header',
		write: (path: string) => writeFileSync(path, '{"t":1,"kind":"ping","connection":1}\n'),
		words: /no header/,
	},
	{
		name: 'is damaged from the start',
		write: (path: string) => writeFileSync(path, gzipSync('{}\n').subarray(0, 12)),
		words: /no whole line/,
	},
]) {
	test(`says that a file ${name}`, async () => {
		const path = join(folder, `${name.replaceAll(' ', '-')}.jsonl`);
		write(path);
		const {code, complaints, out} = await run([path]);
		assert.deepEqual([code, out], [1, '']);
		assert.match(complaints, words);
	});
}

const files = skipWithoutCaptures
	? ['(none)']
	: readdirSync(captureFolder).filter(
			file => /binance|huobi/.test(file) && /\d\.jsonl(\.gz)?$/.test(file),
		);

for (const file of files) {
	const gaps = /binance-gap|^edited/.test(file) ? 1 : 0;
	test(`finds ${gaps} gaps in ${file}`, {skip: skipWithoutCaptures}, async () => {
		const {code, told, codes} = await check([join(captureFolder, file)]);
		assert.equal(
			told.books.reduce((sum, tally) => sum + tally.gaps, 0),
			gaps,
		);
		assert.deepEqual(codes, gaps ? ['gap'] : []);
		assert.equal(code, gaps ? 4 : 0);
	});
}

test('a name from an address is the same in the report as it leaves', async () => {
	const name = 'ev\u001b[31m\u202e\u009b31milusdt';
	const url = `wss://stream.binance.com:9443/stream?streams=${name}@depth@100ms`;
	const file = writeCapture(
		join(folder, 'name.jsonl'),
		captureText([{t: 0, kind: 'open', connection: 1, url}]),
	);
	const out = toSafeLines((await run([file])).out);
	assert.doesNotMatch(out, /[^\P{C}\n]/u);
	assert.equal((JSON.parse(out) as Told).books[0]?.symbol, name.toUpperCase());
});
