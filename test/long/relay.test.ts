import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {systemClock} from '../../source/clock.js';
import {openFeed} from '../../source/library/feed.js';
import {busStreams} from '../../source/relay/subjects.js';
import {toNatsAddress} from '../../source/options/nats-way.js';
import type {Bus} from '../../source/transport/bus.js';
import {createNatsBus} from '../../source/transport/nats.js';
import {startPty} from '../helpers/pty.js';
import {runProgram, startProgram} from '../helpers/run-program.js';
import {skipWithoutNats, startNats, type NatsServer} from '../helpers/start-nats.js';

type Line = {
	readonly exchange: string;
	readonly status: string;
	readonly reason?: string;
	readonly sequence: number | null;
	readonly receivedAt?: number;
};

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-relay-'));
after(() => rmSync(folder, {recursive: true, force: true}));

const market = 'STEEM/USDT';

/** A relay is there for all tests. */
const patienceMs = 600_000;

const startRelay = (url: string, name: string, ...more: readonly string[]) =>
	startProgram(
		['relay', market, '--demo', '--nats', url, '--name', name, ...more],
		{},
		{giveUpMs: patienceMs},
	);

type Relay = ReturnType<typeof startRelay>;

/** Waits until a relay has said something so many times. */
const untilSaid = async ({stderr, child}: Relay, words: RegExp, times = 1): Promise<void> => {
	const all = new RegExp(words.source, 'g');
	while ((stderr().match(all) ?? []).length < times) {
		assert.equal(child.exitCode, null, stderr());
		await new Promise(resolve => setTimeout(resolve, 20));
	}
};

const owns = /published from here, as owner/;

/** Lines of `watch`, until one is wanted. */
const createWatch = (url: string) => {
	const {child, lines, exited} = startProgram(['watch', market, '--nats', url, '--json']);
	const all: Line[] = [];
	lines.on('line', line => all.push(JSON.parse(line) as Line));
	return {
		all,
		async until(isWanted: (lines: readonly Line[]) => boolean): Promise<void> {
			while (!isWanted(all)) {
				assert.equal(child.exitCode, null, 'it goes on');
				await new Promise(resolve => setTimeout(resolve, 10));
			}
		},
		async stop() {
			child.kill('SIGINT');
			await exited;
		},
	};
};

/** Whether the last that was told of each exchange is that it is live. */
const areLive = (lines: readonly Line[]): boolean =>
	['binance', 'huobi'].every(
		id => lines.findLast(({exchange}) => exchange === id)?.status === 'live',
	);

const streams = busStreams({keepMs: 60_000, keepWireMs: 60_000, maxBytes: null});

/** A bus of our own, with the login that is in the URL. */
const openAs = (url: string): Bus =>
	createNatsBus({
		address: toNatsAddress({
			...{user: null, password: null, token: null, nkeyFile: null, credsFile: null},
			...{caFile: null, certFile: null, keyFile: null, url},
		}),
		...{name: 'test', streams, clock: systemClock, random: Math.random},
	});

const untilConnected = (bus: Bus): Promise<void> =>
	new Promise(resolve => {
		bus.onState(({type}) => {
			if (type === 'connected') resolve();
		});
	});

describe('relays over a real server', {skip: skipWithoutNats}, () => {
	let server: NatsServer;
	let first: Relay;
	before(async () => {
		server = await startNats();
		first = startRelay(server.url, 'desk-1');
		await untilSaid(first, owns, 2);
	});
	after(async () => {
		first.child.kill('SIGKILL');
		await server.stop();
	});

	test('a book is joined, proven and printed', async () => {
		const {code, stdout} = await runProgram(['book', market, '--nats', server.url, '--json']);
		assert.equal(code, 0);
		const books = stdout.map(line => JSON.parse(line) as Line);
		assert.deepEqual(
			books.map(({exchange, status}) => `${exchange} ${status}`),
			['binance live', 'huobi live'],
		);
	});

	test('the markets are those that relays have', async () => {
		const {code, stdout} = await runProgram(['markets', '--nats', server.url]);
		assert.equal(code, 0);
		assert.match(stdout.join('\n'), /^STEEM\/USDT +Binance trading, tick 0\.0001 {2}· {2}Huobi/);
		const none = await runProgram(['markets', 'doge', '--nats', server.url]);
		assert.equal(none.code, 1);
	});

	test('doctor tells of streams and relays, and compares a book', async () => {
		const {code, stdout} = await runProgram(['doctor', '--nats', server.url]);
		const told = stdout.join('\n');
		assert.equal(code, 0, told);
		assert.match(told, /ok {4}Streams {2}STEEM_TUI_BOOKS 24h, .*STEEM_TUI_WIRE 30d, /);
		assert.match(told, /ok {4}Relays {3}1 relay: desk-1; answered in \d+ ms/);
		assert.match(
			told,
			/ok {4}Book {5}STEEM\/USDT on Binance was joined in \d+ ms and equals that of/,
		);
	});

	test('a program of its own reads the books by the library', async () => {
		const feed = await openFeed({markets: market, source: {type: 'nats', url: server.url}});
		const live = new Set<string>();
		for await (const book of feed.books()) {
			if (book.status !== 'live') continue;
			assert.ok(book.bids.length > 0 && book.asks.length > 0);
			live.add(book.exchange);
			if (live.size === 2) break;
		}
		await feed.close();
		const unlisted = await openFeed({markets: 'DOGE/BTC', source: {type: 'nats', url: server.url}});
		await assert.rejects(unlisted.closed, {code: 'not-listed'});
		const refused = openFeed({source: {type: 'nats', url: 'nats://127.0.0.1:1'}});
		await assert.rejects(refused, {name: 'FeedError', code: 'unreachable'});
	});

	test('a market that no relay has ends a command, with what there is', async () => {
		const {code, stderr} = await runProgram(['book', 'STEEM/BTC', '--nats', server.url]);
		assert.equal(code, 1);
		assert.match(stderr, /STEEM\/BTC/);
		assert.match(stderr, /STEEM\/USDT/);
	});

	test('what is recorded of a relay is a capture without a defect', async () => {
		const path = join(folder, 'feed.jsonl.gz');
		const args = ['record', market, '--nats', server.url, '-o', path, '--for', '5s'];
		const recorded = await runProgram(args);
		assert.equal(recorded.code, 0, recorded.stderr);
		const verified = await runProgram(['verify', path]);
		assert.equal(verified.code, 0, verified.stdout.join('\n'));
		const book = await runProgram(['book', '--replay', path, '--json']);
		assert.equal(book.code, 0, book.stderr);
		const stretch = join(folder, 'then.jsonl.gz');
		const then = ['record', market, '--nats', server.url, '-o', stretch];
		const past = await runProgram([...then, '--from', '-3s', '--for', '2s']);
		assert.equal(past.code, 0, past.stderr);
		const again = await runProgram(['verify', stretch]);
		assert.equal(again.code, 0, again.stdout.join('\n'));
	});

	test('who records a relay tells how its books are', async () => {
		const path = join(folder, 'told.jsonl.gz');
		const args = ['record', market, '--nats', server.url, '-o', path, '--http', '0'];
		const {child, stderr, exited} = startProgram(args);
		let url = '';
		while (url === '') {
			assert.equal(child.exitCode, null, stderr());
			await new Promise(resolve => setTimeout(resolve, 20));
			url = /health and metrics at (\S+)/.exec(stderr())?.[1] ?? '';
		}
		const isLive = async () =>
			/steem_tui_book_live\{exchange="binance",market="STEEM\/USDT"\} 1/.test(
				await (await fetch(`${url}/metrics`)).text(),
			);
		while (!(await isLive())) await new Promise(resolve => setTimeout(resolve, 50));
		assert.equal((await fetch(`${url}/health`)).status, 200);
		child.kill('SIGINT');
		await exited;
	});

	test('history is replayed from a moment on, live only where it is proven', async () => {
		const from = ['--nats', server.url, '--json', '--from'];
		const look = () => runProgram(['book', market, ...from, '-2s']);
		let book = await look();
		// Its first snapshot may be on its way to the wire yet.
		for (let tries = 0; book.code !== 0 && tries < 10; tries++) book = await look();
		assert.equal(book.code, 0, book.stderr);
		assert.deepEqual(
			book.stdout.map(line => (JSON.parse(line) as Line).status),
			['live', 'live'],
		);
		const began = Date.now();
		const watched = await runProgram(['watch', market, ...from, '-2s', '--for', '5s']);
		assert.equal(watched.code, 0, watched.stderr);
		const told = watched.stdout.map(line => JSON.parse(line) as Line);
		assert.ok(areLive(told));
		const times = told.map(({receivedAt}) => receivedAt ?? Number.NaN);
		assert.ok(
			times.some(at => at < began),
			'it begins with what was',
		);
		assert.ok(
			times.some(at => at > began + 1000),
			'what comes meanwhile is shown after it',
		);
		const before = await runProgram(['book', market, ...from, '-2h']);
		assert.equal(before.code, 1);
		assert.match(before.stderr, /nothing is kept of the wire of that time/);
	});

	test('history is shown on the full screen, and goes on', async () => {
		const args = [program, market, '--nats', server.url, '--from', '-2s', '--speed', '0.5'];
		const terminal = startPty(process.execPath, args, {columns: 100, rows: 30});
		await terminal.waitFor(/live/);
		terminal.press('q');
		const {exitCode} = await terminal.exited;
		assert.equal(exitCode, 0);
	});

	test('the full screen says by whom the books come', async () => {
		const terminal = startPty(process.execPath, [program, market, '--nats', server.url], {
			columns: 100,
			rows: 30,
		});
		await terminal.waitFor('via desk-1');
		await terminal.waitFor(/live/);
		terminal.press('6');
		await terminal.waitFor(/Relay +desk-1 +owner 1 +word \d+ ms old/);
		terminal.press('q');
		const {exitCode} = await terminal.exited;
		assert.equal(exitCode, 0);
	});

	test('a second relay of a name ends with 1, and says why', async () => {
		const twin = startRelay(server.url, 'desk-1');
		assert.equal(await twin.exited, 1);
		assert.match(twin.stderr(), /a relay named desk-1 is there already: give each one a name/);
		assert.equal(first.child.exitCode, null);
	});

	test('a relay that is killed is replaced, and nothing is shown as live too late', async () => {
		const second = startRelay(server.url, 'desk-2', '--http', '0');
		const watch = createWatch(server.url);
		await watch.until(areLive);
		await untilSaid(second, /relays: desk-1, desk-2/);
		// It follows them too by then, ready to take over.
		await new Promise(resolve => setTimeout(resolve, 1500));
		first.child.kill('SIGKILL');
		await untilSaid(second, owns, 2);
		const before = watch.all.length;
		await watch.until(lines => lines.length > before + 4 && areLive(lines));
		const [, at] = /health and metrics at (\S+)/.exec(second.stderr()) ?? [];
		const health = await fetch(`${at}/health`);
		assert.equal(health.status, 200);
		const {relay} = (await health.json()) as {relay: {isEntitled: boolean; owned: number}};
		assert.deepEqual([relay.isEntitled, relay.owned], [true, 2]);
		const metrics = await (await fetch(`${at}/metrics`)).text();
		assert.match(
			metrics,
			/steem_tui_relay_book_owned\{exchange="binance",market="STEEM\/USDT"\} 1/,
		);
		assert.match(metrics, /steem_tui_relay_claims_total 2/);
		await watch.stop();
		second.child.kill('SIGTERM');
		assert.equal(await second.exited, 0);
	});
});

test(
	'a relay of another version is named, and none runs beside it',
	{skip: skipWithoutNats},
	async t => {
		const server = await startNats();
		t.after(server.stop);
		const bus = openAs(server.url);
		await untilConnected(bus);
		await bus.ensure(streams);
		const say = () => void bus.store('steem-tui.v2.relay.desk_9', Buffer.from('{}'));
		say();
		const saying = setInterval(say, 500);
		t.after(() => {
			clearInterval(saying);
			return bus.close();
		});
		const relay = startRelay(server.url, 'desk-1');
		assert.equal(await relay.exited, 1);
		assert.match(relay.stderr(), /relay desk_9 speaks version 2, this one version 1: end it first/);
		const watch = createWatch(server.url);
		await watch.until(lines =>
			lines.some(({reason}) => reason === 'relay desk_9 speaks version 2'),
		);
		await watch.stop();
	},
);

describe('what the server does not allow', {skip: skipWithoutNats}, () => {
	const text = readFileSync(
		new URL('../../docs/operations/nats-server.conf', import.meta.url),
		'utf8',
	);
	/** The permissions that are shipped, without where and how much is stored. */
	const config = text
		.replace(/^listen:.*$/m, '')
		.replace(/^(max_pending|ping_interval):.*$/gm, '')
		.replace(/^jetstream \{[^}]*\}/m, '');
	let server: NatsServer;
	let relay: Relay;
	const urlOf = (user: string, number: number) =>
		server.url.replace('//', `//${user}:change-me-${number}@`);
	before(async () => {
		server = await startNats({config});
		relay = startRelay(urlOf('relay', 1), 'desk-1');
		await untilSaid(relay, owns, 2);
	});
	after(async () => {
		relay.child.kill('SIGKILL');
		await server.stop();
	});

	test('a viewer sees the books, and can write nothing', async () => {
		const {code} = await runProgram(['book', market, '--nats', urlOf('viewer', 2)]);
		assert.equal(code, 0);
		for (const url of [urlOf('viewer', 2), urlOf('reader', 3)]) {
			const bus = openAs(url);
			await untilConnected(bus);
			const log = 'steem-tui.v1.log.binance.STEEM-USDT.book';
			await assert.rejects(bus.append(log, Buffer.from('{}'), 0), {code: 'denied'});
			await assert.rejects(bus.remove(log), {code: 'denied'});
			const heard: string[] = [];
			bus.subscribe('steem-tui.v1.now.forged.*', ({subject}) => heard.push(subject));
			bus.publish('steem-tui.v1.now.forged.tick', Buffer.from('{}'));
			await new Promise(resolve => setTimeout(resolve, 200));
			assert.deepEqual(heard, []);
			await bus.close();
		}
	});

	test('a reader has lists and history, too', async () => {
		const {code, stdout} = await runProgram(['markets', '--nats', urlOf('reader', 3)]);
		assert.equal(code, 0);
		assert.match(stdout.join('\n'), /^STEEM\/USDT/);
		const path = join(folder, 'reader.jsonl.gz');
		const args = ['record', market, '--nats', urlOf('reader', 3), '-o', path, '--for', '3s'];
		assert.equal((await runProgram(args)).code, 0);
	});

	test('a login that is refused ends a command with 1, without the password', async () => {
		for (const command of [
			['book', market],
			['relay', market, '--demo'],
		]) {
			const url = server.url.replace('//', '//viewer:s3cret@');
			const {code, stderr} = await runProgram([...command, '--nats', url]);
			assert.equal(code, 1);
			assert.match(
				stderr,
				/nats:\/\/127\.0\.0\.1:\d+ cannot be used: .*authorization violation.* \[bus-lost\]$/im,
			);
			assert.doesNotMatch(stderr, /s3cret/);
		}
	});
});

test('doctor names what is missing where no relay was', {skip: skipWithoutNats}, async t => {
	const empty = await startNats();
	t.after(empty.stop);
	const {code, stdout} = await runProgram(['doctor', '--nats', empty.url]);
	assert.equal(code, 1);
	assert.match(stdout.join('\n'), /fail {2}Streams {2}There is no STEEM_TUI_BOOKS, /);
});

test(
	'doctor tells of a server that is not there as of all that it checks',
	{skip: skipWithoutNats},
	async () => {
		const args = ['doctor', '--json', '--nats', 'nats://127.0.0.1:1'];
		const {code, stdout, stderr} = await runProgram(args);
		assert.deepEqual([code, stderr], [1, '']);
		const {remedy, ...finding} = JSON.parse(stdout.join('\n')) as Record<string, string>;
		assert.deepEqual(finding, {
			...{check: 'nats', result: 'fail', code: 'bus-lost'},
			sentence: 'Cannot reach nats://127.0.0.1:1 in 10 s: connection refused.',
		});
		assert.match(remedy ?? '', /whether the server runs/);
	},
);

test('wrong usage of --nats is told', {skip: skipWithoutNats}, async () => {
	for (const [args, words, environment] of [
		[['watch', '--nats', 'nats://h', '--demo'], /--nats and --demo cannot be used together/, {}],
		[['watch', '--nats', 'nats://a:s3cret@h:x'], /is not a NATS server/, {}],
		[['relay'], /relay needs NATS/, {}],
		[['book', '--nats', 'nats://h', '--speed', '2'], /does not use --speed/, {}],
		[
			['book', '--nats', 'nats://a:s3cret@h'],
			/more than one way to log in/,
			{STEEM_TUI_NATS_TOKEN: 't0ken'},
		],
	] as const) {
		const {code, stderr} = await runProgram(args, environment);
		assert.equal(code, 2, stderr);
		assert.match(stderr, words);
		assert.doesNotMatch(stderr, /s3cret|t0ken/);
	}
	const {stdout} = await runProgram(['config', '--json'], {
		STEEM_TUI_NATS: 'nats://desk:s3cret@host',
		STEEM_TUI_NATS_TOKEN: 't0ken',
	});
	const shown = stdout.join('\n');
	assert.match(shown, /nats:\/\/\*\*\*@host:4222/);
	assert.doesNotMatch(shown, /s3cret|t0ken/);
});
