import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {assertGolden} from '../helpers/golden.js';
import {
	binance,
	createLiveMarket,
	createMarket,
	fill,
	huobi,
	setLevel,
	startTime,
} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';

const sizes = [
	[80, 24],
	[120, 40],
	[200, 60],
	[40, 12],
] as const;

const down = {
	status: 'reconnecting',
	reason: 'connection refused: 104.16.1.1:443',
	retryAt: startTime + 4000,
} as const;

const createOneDown = () => {
	const store = createMarket();
	fill(store, binance, 1642, startTime - 240);
	store.setStatus(huobi, down, startTime);
	store.publish();
	return store;
};

const createAllDown = () => {
	const store = createMarket();
	store.setStatus(binance, down, startTime);
	store.setStatus(huobi, {...down, retryAt: startTime + 12_000}, startTime);
	store.publish();
	return store;
};

const createResyncing = () => {
	const store = createLiveMarket();
	const status = {status: 'resyncing', reason: 'updates were missed', retryAt: null} as const;
	store.setStatus(huobi, status, startTime);
	store.publish();
	return store;
};

/** Of which both exchanges told the last day, one of them some minutes ago. */
const createTold = () => {
	const store = createLiveMarket();
	const tell = (key: string, changePercent: number, ageMs: number) => {
		const [low, high] = ['0.1588', '0.1702'].map(parseDecimal);
		const [volume, last] = ['1234567.8', '0.1642'].map(parseDecimal);
		assert.ok(low && high && volume && last);
		const prices = {bid: null, ask: null, open: null, last, low, high};
		const ticker = {name: key, ...prices, volume, changePercent};
		store.setDay(key, {ticker, at: startTime - ageMs});
	};
	tell(binance, 1.234, 20_000);
	tell(huobi, -0.5, 400_000);
	store.publish();
	return store;
};

const scenes = [
	{name: 'live', createStore: createLiveMarket, keys: []},
	{name: 'day', createStore: createTold, keys: []},
	{name: 'waiting', createStore: createMarket, keys: []},
	{name: 'one-down', createStore: createOneDown, keys: []},
	{name: 'all-down', createStore: createAllDown, keys: []},
	{name: 'resyncing', createStore: createResyncing, keys: []},
	{name: 'frozen', createStore: createLiveMarket, keys: ['space']},
	{name: 'help', createStore: createLiveMarket, keys: ['?']},
	{name: 'zoom', createStore: createLiveMarket, keys: ['tab', 'z']},
	{name: 'cursor', createStore: createLiveMarket, keys: ['up', 'up', 'k']},
	{name: 'grouped', createStore: createLiveMarket, keys: ['g', 'g', 'g', 'd', 'b']},
];

for (const {name, createStore, keys} of scenes) {
	for (const [columns, rows] of sizes) {
		test(`shows ${name} at ${columns}×${rows}`, async () => {
			const {app, terminal} = await startTestApp({
				store: createStore(),
				columns,
				rows,
				onDemo: () => undefined,
			});
			await terminal.press(...keys);
			assertGolden(`${name}-${columns}x${rows}`, terminal.text());
			app.stop();
		});
	}
}

test('says which size is needed when there is too little', async () => {
	const {app, terminal} = await startTestApp({columns: 30, rows: 8});
	assert.equal(terminal.text().trim(), 'needs 40×12, has 30×8');
	app.stop();
});

test('an idle book paints nothing within a second', async () => {
	const {app, clock, store, terminal} = await startTestApp();
	clock.advance(1100);
	const count = terminal.writes.length;
	for (let tick = 0; tick < 8; tick++) {
		clock.advance(100);
		store.publish();
	}
	assert.equal(terminal.writes.length, count);
	app.stop();
});

test('a burst between two publishes paints once', async () => {
	const {app, clock, store, terminal} = await startTestApp();
	clock.advance(100);
	const count = terminal.writes.length;
	for (let size = 1; size < 500; size++)
		setLevel(store, binance, 'asks', ['0.1643', `${size}.5`], clock.now());
	store.publish();
	assert.equal(terminal.writes.length, count + 1);
	await terminal.flush();
	assert.match(terminal.text(), /0\.1643 +499\.5/);
	app.stop();
});

test('a changed size lights up and fades without further news', async () => {
	const {app, clock, store, terminal} = await startTestApp();
	const look = async () => {
		await terminal.flush();
		const at = terminal.find('7 777.7');
		assert.ok(at);
		return terminal.cell(at.x, at.y)?.bg;
	};
	setLevel(store, binance, 'bids', ['0.1642', '7777.7'], clock.now());
	store.publish();
	const looks = [await look()];
	for (let step = 0; step < 4; step++) {
		clock.advance(200);
		looks.push(await look());
	}
	assert.equal(new Set(looks.slice(0, 3)).size, 3);
	assert.deepEqual(looks.slice(3), [undefined, undefined]);
	app.stop();
});

test('a level that comes into sight does not light up', async () => {
	const {app, clock, store, terminal} = await startTestApp();
	setLevel(store, binance, 'asks', ['0.1643', '0'], clock.now());
	store.publish();
	await terminal.flush();
	// Line 3 is the worst ask in sight.
	assert.match(terminal.line(3), /▴ 0\.1652 +3 380\.3/);
	for (let x = 0; x < 40; x++) assert.equal(terminal.cell(x, 3)?.bold, false);
	app.stop();
});

test('numbers stay in their columns when a digit comes and goes', async () => {
	const {app, clock, store, terminal} = await startTestApp({columns: 120, rows: 40});
	const column = () => terminal.line(20).indexOf('0.1642');
	setLevel(store, binance, 'bids', ['0.1642', '1234567.1'], clock.now());
	store.publish();
	await terminal.flush();
	const at = column();
	setLevel(store, binance, 'bids', ['0.1642', '1'], clock.now());
	store.publish();
	await terminal.flush();
	assert.equal(column(), at);
	assert.match(terminal.line(20), / {8}1\.0/);
	app.stop();
});

test('frozen, the screen stands still while the store goes on', async () => {
	const {app, clock, store, terminal} = await startTestApp();
	await terminal.press('space');
	setLevel(store, binance, 'asks', ['0.1643', '99.9'], clock.now());
	store.publish();
	clock.advance(1500);
	await terminal.flush();
	assert.match(terminal.line(0), /frozen since 12:04:31 +12:04:32/);
	assert.ok(!terminal.text().includes('99.9'));
	await terminal.press('space');
	assert.match(terminal.text(), /0\.1643 +99\.9/);
	app.stop();
});

test('the tables live on around the help', async () => {
	const {app, clock, store, terminal} = await startTestApp({columns: 200, rows: 60});
	await terminal.press('?');
	const before = terminal.text();
	assert.match(before, /Esc closes/);
	setLevel(store, binance, 'asks', ['0.1668', '5'], clock.now());
	store.publish();
	await terminal.flush();
	assert.match(terminal.text(), /0\.1668 +5\.0/);
	assert.match(terminal.text(), /Esc closes/);
	await terminal.press('escape');
	assert.doesNotMatch(terminal.text(), /Esc closes/);
	app.stop();
});

test('keys pressed at once all count', async () => {
	const {app, terminal} = await startTestApp({columns: 120, rows: 40});
	await terminal.press('jjj');
	assert.match(terminal.text(), /▸▾ +0\.1640/);
	app.stop();
});

test('R asks for the focused book anew', async () => {
	const {app, terminal, resyncs} = await startTestApp();
	await terminal.press('tab', 'R');
	assert.deepEqual(resyncs, [huobi]);
	app.stop();
});

test('D is offered only while no exchange can be reached', async () => {
	let asked = 0;
	const onDemo = () => {
		asked++;
	};
	const {app, store, terminal} = await startTestApp({store: createAllDown(), onDemo});
	assert.match(terminal.line(23), /D demo/);
	await terminal.press('D');
	assert.equal(asked, 1);
	fill(store, binance, 1642, startTime);
	store.publish();
	await terminal.press('D');
	assert.doesNotMatch(terminal.line(23), /D demo/);
	assert.equal(asked, 1);
	app.stop();
});

test('another store takes over the screen', async () => {
	const {app, store, terminal} = await startTestApp({
		store: createAllDown(),
		onDemo: () => undefined,
	});
	app.setSource(createLiveMarket(), 'demo', 'STEEM/USDT');
	await terminal.flush();
	assert.match(terminal.line(0), / demo /);
	assert.match(terminal.text(), /● live/);
	const count = terminal.writes.length;
	fill(store, binance, 1642, startTime);
	store.publish();
	assert.equal(terminal.writes.length, count);
	app.stop();
});

test('counts down to the next try', async () => {
	const {app, clock, terminal} = await startTestApp({store: createOneDown()});
	assert.match(terminal.text(), /next try in 4 s/);
	clock.advance(2000);
	await terminal.flush();
	assert.match(terminal.text(), /next try in 2 s/);
	app.stop();
});

test('a reason with escape sequences cannot touch the terminal', async () => {
	const store = createMarket();
	const reason = 'nasty \u001B[2J\u001B]0;title\u0007\u009B31m reason';
	store.setStatus(huobi, {status: 'failed', reason, retryAt: null}, startTime);
	store.publish();
	const {app, terminal} = await startTestApp({store});
	assert.match(terminal.text(), /nasty reason/);
	assert.equal(terminal.writes.join('').split('\u001B[2J').length, 2);
	app.stop();
});

test('without colours no colour is written', async () => {
	const {app, terminal} = await startTestApp({color: false});
	await terminal.press('down', '?');
	assert.doesNotMatch(terminal.writes.join(''), /\u001B\[[\d;]*(3|4|9|10)\d(;[\d;]*)?m/);
	app.stop();
});

test('what is said after the end keeps nothing waiting', async () => {
	const {app, clock} = await startTestApp();
	app.stop();
	await app.exited;
	let timers = 0;
	const {after} = clock;
	clock.after = (...given) => {
		timers++;
		return after(...given);
	};
	app.notify('too late');
	app.setTheme('light');
	assert.equal(timers, 0);
});

test('a terminal that is gone at the start ends it at once', async () => {
	const {app, terminal} = await startTestApp({behaviour: 'throws'});
	await app.exited;
	assert.equal(terminal.isRaw(), false);
});

for (const key of ['q', 'ctrl+c']) {
	test(`${key} ends it and gives the terminal back`, async () => {
		const {app, terminal} = await startTestApp();
		assert.ok(terminal.isRaw());
		await terminal.press(key);
		await app.exited;
		await terminal.flush();
		assert.ok(!terminal.isAlternate());
		assert.ok(!terminal.isRaw());
		assert.match(terminal.writes.at(-1) ?? '', /\u001B\[\?25h/);
	});
}

test('restore works at any time and any number of times', async () => {
	const {app, store, clock, terminal} = await startTestApp();
	app.restore();
	app.restore();
	assert.ok(!terminal.isRaw());
	const count = terminal.writes.length;
	setLevel(store, binance, 'asks', ['0.1643', '5'], clock.now());
	store.publish();
	clock.advance(5000);
	app.stop();
	app.restore();
	await app.exited;
	await terminal.flush();
	assert.equal(terminal.writes.length, count);
	assert.ok(!terminal.isAlternate());
});

test('a terminal that goes away ends the app quietly', async () => {
	const {app, clock, terminal} = await startTestApp();
	terminal.behave('throws');
	clock.advance(1000);
	await app.exited;
});

test('clears the screen once in a session without resizes', async () => {
	const {app, clock, terminal} = await startTestApp();
	await terminal.press('?', 'escape', 'z', 'z', 'tab', 'g');
	clock.advance(3000);
	await terminal.flush();
	assert.equal(terminal.writes.join('').split('\u001B[2J').length - 1, 1);
	app.stop();
});

test('a storm of resizes leaves no debris', async () => {
	const {app, terminal} = await startTestApp();
	let seed = 5;
	const random = (low: number, high: number) => {
		seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
		return low + (seed % (high - low));
	};
	for (let round = 0; round < 12; round++) {
		let [columns, rows] = [80, 24];
		for (let step = 0; step < random(1, 7); step++) {
			[columns, rows] = [random(20, 210), random(6, 64)];
			terminal.resize(columns, rows);
			if (random(0, 2) === 0) await terminal.flush();
		}
		await terminal.flush();
		const fresh = await startTestApp({columns, rows});
		assert.equal(terminal.text(), fresh.terminal.text(), `${columns}×${rows}`);
		fresh.app.stop();
	}
	app.stop();
});

for (const [key, shows] of [
	['z', /1\/2 Binance/],
	['3', /Merged ──/],
	[' ', /frozen since/],
] as const)
	test(`Esc and ${JSON.stringify(key)} in one read are two keys`, async () => {
		const {app, terminal} = await startTestApp();
		await terminal.press('/', `\u001B${key}`);
		assert.match(terminal.text(), shows);
		assert.doesNotMatch(terminal.text(), /Esc closes/);
		app.stop();
	});

test('a character with Alt held is no key', async () => {
	const {app, terminal} = await startTestApp();
	const before = terminal.text();
	await terminal.press('\u001Bz', '\u001B[63;3u', '\u001B3', '\u001Bq');
	assert.equal(terminal.text(), before);
	await terminal.press('z');
	assert.match(terminal.text(), /1\/2 Binance/);
	app.stop();
});

test('Ctrl-C among other keys in one read is heard', async () => {
	const {app, terminal} = await startTestApp();
	await terminal.press('z\u0003');
	await app.exited;
	assert.ok(!terminal.isAlternate());
});
