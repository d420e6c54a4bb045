import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {test} from 'node:test';
import {changingCapture} from '../helpers/changing-capture.js';
import {startReplayedApp} from '../helpers/replayed-app.js';
import {writeBusy, writeFile} from '../helpers/replay-run.js';

process.env['TZ'] = 'UTC';

const busy = writeBusy({seconds: 100, gaps: [40], closes: [70], markers: [55]});

const startReplayApp = async (columns = 120, rows = 40) => {
	const run = await startReplayedApp({path: busy, columns, rows});
	return {
		...run,
		timeline: () => run.terminal.line(rows - 2),
		footer: () => run.terminal.line(rows - 1),
		/** The screen with its colours. */
		picture: () => run.terminal.svg(),
	};
};

const digest = (writes: readonly string[]) =>
	createHash('sha256').update(writes.join('\u0000')).digest('hex');

test('shows the capture, its time and where it is', async () => {
	const run = await startReplayApp();
	await run.pass(1500);
	assert.match(run.terminal.line(0), /STEEM\/USDT .* replay +12:00:01/);
	assert.match(run.timeline(), /^ ▸ play {4}1× {2}00:01 ━●[─○◐▾]+ 01:40 *$/);
	assert.ok(
		run.timeline().includes('○') && run.timeline().includes('◐') && run.timeline().includes('▾'),
	);
	assert.match(run.terminal.text(), /Binance .* live/);
	run.end();
});

test('the same keys at the same time give the same bytes', async () => {
	const play = async () => {
		const run = await startReplayApp();
		await run.pass(2000);
		await run.press('right', '>', '>');
		await run.pass(1500);
		await run.press('n', '.', '.', ',', 'space', '<');
		await run.pass(700);
		await run.press('2');
		await run.press('left', 'left', 'space');
		await run.pass(300);
		run.end();
		return run.terminal.writes;
	};
	const [first, second] = [await play(), await play()];
	assert.ok(first.length > 40, `${first.length} writes`);
	assert.equal(digest(second), digest(first));
});

test('a seek leaves nothing of before on the screen', async () => {
	const sought = await startReplayApp();
	sought.control.pause(true);
	await sought.seek(90_000);
	await sought.pass(10);
	await sought.seek(30_000);
	await sought.terminal.flush();
	const direct = await startReplayApp();
	direct.control.pause(true);
	await direct.seek(30_000);
	await direct.terminal.flush();
	assert.equal(sought.picture(), direct.picture());
	sought.end();
	direct.end();
});

test('seeks and steps by keys', async () => {
	const run = await startReplayApp(80, 24);
	await run.press('space', 'right', 'right', 'left');
	assert.equal(run.control.getState().position, 10_000);
	assert.match(run.timeline(), /^ paused +1× {2}00:10 /);
	await run.press('.');
	assert.equal(run.control.getState().position, 10_003);
	await run.press(',', ',');
	assert.ok(run.control.getState().position < 10_000);
	await run.press('<', '<', '<');
	assert.match(run.timeline(), / 0\.25× /);
	run.end();
});

test('a notice goes away also while it is paused', async () => {
	const run = await startReplayApp();
	await run.press('space');
	run.app.notify('saved somewhere');
	await run.terminal.flush();
	assert.match(run.footer(), /saved somewhere/);
	run.noticeClock.advance(8000);
	await run.terminal.flush();
	assert.doesNotMatch(run.footer(), /saved somewhere/);
	run.end();
});

test('goes to the next mark and says what it is', async () => {
	const run = await startReplayApp();
	await run.press('space', 'n');
	assert.match(run.footer(), /^ \? help .*q quit .*Binance STEEM\/USDT resyncing *$/);
	assert.match(run.terminal.text(), /updates were missed/);
	await run.press('n');
	assert.match(run.footer(), /look here *$/);
	await run.press('n', 'n');
	assert.match(run.footer(), /no gap, reconnect or marker from here/);
	run.end();
});

for (const [columns, rows] of [
	[80, 24],
	[40, 12],
] as const)
	test(`what is said leaves the line of the replay as it is at ${columns}×${rows}`, async () => {
		const run = await startReplayApp(columns, rows);
		run.control.pause(true);
		const places = () =>
			Array.from(run.timeline(), (cell, index) => ('○◐▾'.includes(cell) ? index : -1)).filter(
				index => index >= 0,
			);
		await run.seek(20_000);
		await run.terminal.flush();
		const before = places();
		assert.equal(before.length, 3);
		for (let count = 0; count < 4; count++) {
			await run.press('n');
			const shown = places();
			assert.ok(shown.every(place => before.includes(place)) && shown.length >= 2, run.timeline());
			assert.match(run.footer(), /^ \? help .*q quit +\S/);
		}
		assert.match(run.footer(), columns > 40 ? /no gap, .* here on $/ : /no gap, .*… $/);
		run.end();
	});

test('a mark that is played past is told for a while', async () => {
	const run = await startReplayApp(80, 24);
	await run.playTo(56_000);
	assert.match(run.footer(), /look here *$/);
	await run.playTo(59_000);
	assert.doesNotMatch(run.footer(), /look here/);
	run.end();
});

test('the help stands between the header and the line of the replay', async () => {
	const {terminal, press, end} = await startReplayApp(80, 24);
	await press('?');
	assert.match(terminal.line(0), /STEEM\/USDT .* replay /);
	assert.match(terminal.line(1), /^╭─ Keys ─+ Esc closes ─╮$/);
	assert.match(terminal.line(21), /^╰─+╯$/);
	assert.match(terminal.line(22), / play /);
	end();
});

test('keys of live data have no meaning, Tab still has', async () => {
	const run = await startReplayApp(80, 24);
	await run.press('?');
	assert.match(run.terminal.text(), /replay: pause/);
	assert.doesNotMatch(run.terminal.text(), /freeze/);
	run.end();
});

const changing = writeFile(
	changingCapture([
		{market: 'STEEM/USDT', ms: 3000},
		{market: 'STEEM/BTC', ms: 3000},
		{market: 'STEEM/USDT', ms: 3000},
	]),
);

const startChanging = () => startReplayedApp({path: changing, columns: 120, rows: 40});

test('goes over to another market where the capture does, header and all', async () => {
	const run = await startChanging();
	await run.playTo(2900);
	assert.match(run.terminal.line(0), /^ STEEM\/USDT .* 12:00:02 /);
	await run.press('g', 'down');
	await run.playTo(4500);
	assert.match(run.terminal.line(0), /^ STEEM\/BTC .*mid 200/);
	assert.match(run.terminal.text(), /Binance ── ● live[^]*Price BTC/);
	assert.doesNotMatch(run.terminal.text(), /USDT|groups of/);
	await run.playTo(8000);
	assert.match(run.terminal.line(0), /^ STEEM\/USDT .*mid 100/);
	assert.doesNotMatch(run.terminal.text(), /BTC/);
	run.end();
});

test('a place on either side of a change looks the same, wherever from', async () => {
	const pictureAt = async (...positions: readonly number[]) => {
		const run = await startChanging();
		run.control.pause(true);
		for (const position of positions) {
			await run.seek(position);
			await run.terminal.flush();
		}
		const picture = run.terminal.svg();
		run.end();
		return picture;
	};
	const [before, after] = [await pictureAt(2950), await pictureAt(3050)];
	assert.notEqual(before, after);
	assert.equal(await pictureAt(4500, 2950), before);
	assert.equal(await pictureAt(8000, 2950, 3050), after);
});

test('the same keys give the same bytes across changes of the market', async () => {
	const play = async () => {
		const run = await startChanging();
		await run.pass(3500);
		await run.press('n', '.', '.', ',', ',', ',', 'left', '>', 'n', 'space');
		await run.pass(1500);
		await run.press('5', 'space', 'right', 'left', 'n');
		run.end();
		return run.terminal.writes;
	};
	const [first, second] = [await play(), await play()];
	assert.ok(first.length > 40, `${first.length} writes`);
	assert.equal(digest(second), digest(first));
});

const wandering = writeFile(
	changingCapture([
		{market: 'STEEM/USDT', ms: 4000},
		{market: 'STEEM/BTC', ms: 4000},
		{market: 'BNB/USDT', ms: 4000},
		{market: 'STEEM/USDT', ms: 4000},
	]),
);

/** The edge view at a moment that was gone to in some way. */
const edgeAt = async (go: (run: Awaited<ReturnType<typeof startReplayedApp>>) => Promise<void>) => {
	const run = await startReplayedApp({path: wandering, columns: 120, rows: 40});
	await run.press('5');
	await go(run);
	await run.terminal.flush();
	const text = run.terminal.text().split('\n').slice(0, -2).join('\n');
	run.end();
	return text;
};

for (const [position, size] of [
	[3500, '1 STEEM'],
	[7500, '0.000005 STEEM'],
	[11_500, '0.5 BNB'],
	[15_500, '1 STEEM'],
] as const)
	test(`the edge at ${position} ms is for ${size}, however one got there`, async () => {
		const [, base] = size.split(' ');
		const sought = await edgeAt(async ({control, seek}) => {
			control.pause(true);
			await seek(position);
		});
		assert.equal(`${edgeOf(sought).size} ${base}`, size);
		const played = await edgeAt(({playTo}) => playTo(position));
		const across = await edgeAt(async ({control, seek}) => {
			control.pause(true);
			for (const place of [15_900, 200, 11_000, 5000, position]) await seek(place);
		});
		const back = await edgeAt(async ({control, seek, press}) => {
			control.pause(true);
			await seek(position + 500);
			while (control.getState().position > position) await press(',');
		});
		for (const [way, text] of Object.entries({played, across, back}))
			assert.equal(`${edgeOf(text).size} ${base}`, size, way);
		assert.equal(across, sought);
		for (const [way, text] of Object.entries({sought, played, across, back}))
			assert.ok(edgeOf(text).bars >= 6, `${way}:\n${text}`);
	});

test('the size that was chosen for a market is there again on coming back', async () => {
	const run = await startReplayedApp({path: wandering, columns: 120, rows: 40});
	run.control.pause(true);
	await run.seek(11_500);
	await run.press('5', '-', '-');
	const chosen = edgeOf(run.terminal.text()).size;
	await run.seek(3500);
	await run.seek(11_000);
	await run.terminal.flush();
	assert.equal(edgeOf(run.terminal.text()).size, chosen);
	run.end();
});

/** What the edge view is for, and how much of its chart is drawn. */
const edgeOf = (text: string) => ({
	size:
		/│ for ([\d ,.]+) (?:STEEM|BNB)/.exec(text)?.[1] ??
		/│ ([\d ,.]+) (?:STEEM|BNB)/.exec(text)?.[1],
	bars: text.replaceAll(/[^▁▂▃▄▅▆▇█]/g, '').length,
});

test('the size of the edge stays where it was put, whatever moment is gone to', async () => {
	const run = await startReplayApp();
	await run.pass(1500);
	await run.press('space', '5');
	const {size: first} = edgeOf(run.terminal.text());
	assert.ok(first);
	for (const key of ['right', 'right', 'n', 'left', ',', '.']) {
		await run.press(key);
		assert.equal(edgeOf(run.terminal.text()).size, first, key);
	}
	await run.press('-', '-', '-');
	const {size} = edgeOf(run.terminal.text());
	assert.notEqual(size, first);
	for (const key of ['right', 'left', 'n', 'right', ',', '.']) {
		await run.press(key);
		assert.equal(edgeOf(run.terminal.text()).size, size, key);
	}
	for (let count = 0; count < 40; count++) await run.press('+');
	const {size: largest} = edgeOf(run.terminal.text());
	await run.press('-', '+');
	assert.equal(edgeOf(run.terminal.text()).size, largest);
	await run.press('-');
	assert.notEqual(edgeOf(run.terminal.text()).size, largest);
	run.end();
});

test('the past of the edge is there after a seek, and through single steps', async () => {
	const run = await startReplayApp();
	await run.press('space', '5', 'right', 'right', 'left');
	const isThere = () => edgeOf(run.terminal.text()).bars > 8;
	assert.ok(isThere(), run.terminal.text());
	for (const key of [',', ',', ',', '.', '.']) {
		await run.press(key);
		assert.ok(isThere(), run.terminal.text());
	}
	run.end();
});
