import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import type {Cast} from '../../source/export/cast-file.js';
import {toPage} from '../../source/export/page.js';
import {readPlayer} from '../../source/export/player-files.js';
import {openPage, skipWithoutChromium} from '../helpers/chromium.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const hostile = '</script><script>window.isBroken = true</script><!-- <script>';

const output = (ms: number, data: string) => ({ms, event: {code: 'o', data}}) as const;

const cast: Cast = {
	columns: 60,
	rows: 6,
	title: 'A cast',
	palette: null,
	cut: null,
	notes: [],
	moments: [
		output(0, '\u001B[?1049h\u001B[?25l'),
		output(200, `\u001B[1Hfirst ${hostile.slice(0, 40)}`),
		{ms: 400, event: {code: 'm', label: `gap ${hostile}`}},
		output(600, '\u001B[2Hsecond'),
		{ms: 700, event: {code: 'r', columns: 50, rows: 5}},
		{ms: 800, event: {code: 'm', label: ''}},
		output(1000, '\u001B[2J\u001B[3H\u001B[31mthe last\u001B[0m picture ╭─╮'),
		output(1100, '\u001B[?25h\u001B[?1049l'),
	],
};

const create = async () =>
	toPage(cast, {title: `Title ${hostile}`, posterMs: 200, player: await readPlayer()});

test('carries the licence of the player that is in it', async () => {
	const page = await create();
	const [comment = ''] = /<!--\n[^]*?-->/.exec(page) ?? [];
	assert.match(comment, /Apache License\s+Version 2\.0, January 2004/);
	assert.match(comment, /Copyright \d+-\d+ Marcin Kulik/);
	assert.ok(page.indexOf(comment) < page.indexOf('AsciinemaPlayer'), 'before the player');
});

test('a licence cannot end the comment that it stands in', async () => {
	const player = {script: '', style: '', license: 'x --> <b>out</b> --!> <!-- y\n'};
	const page = await toPage(cast, {title: 'x', posterMs: 0, player});
	assert.match(page, /<!--\nx - -> <b>out<\/b> - -!> <!- - y\n-->/);
});

test('has all it needs in itself, and forbids all else', async () => {
	const page = await create();
	assert.match(
		page,
		/default-src 'none'; script-src 'sha256-[^']+' 'sha256-[^']+' 'wasm-unsafe-eval'/,
	);
	assert.doesNotMatch(page, /<(?:script|link|img|iframe)[^>]+(?:src|href)=/);
	assert.equal(page.split('</script').length - 1, 3);
	assert.equal(page.split('<!--').length - 1, 1, 'no comment but the licence');
	assert.match(page, /<title>Title &lt;\/script&gt;/);
});

test('holds the cast packed', async () => {
	const many = Array.from({length: 2000}, (_, index) =>
		output(index, '\u001B[1Hthe same line again'),
	);
	const [small, large] = await Promise.all([
		toPage(cast, {title: 'x', posterMs: 0, player: await readPlayer()}),
		toPage({...cast, moments: many}, {title: 'x', posterMs: 0, player: await readPlayer()}),
	]);
	assert.ok(large.length - small.length < 20_000);
});

test(
	'plays in a browser without a network to the last picture',
	{skip: skipWithoutChromium},
	async () => {
		const file = join(folder, 'page.html');
		writeFileSync(file, await create());
		const page = await openPage(900, 700);
		const problems: string[] = [];
		const requests: string[] = [];
		page.on('console', message => {
			if (['error', 'warning'].includes(message.type())) problems.push(message.text());
		});
		page.on('pageerror', error => problems.push(error.message));
		page.on('request', request => requests.push(request.url()));
		const url = pathToFileURL(file).href;
		await page.goto(url);
		const screen = page.locator('.ap-term-text');
		const shows = (text: string) => screen.filter({hasText: text}).waitFor();

		await shows('first');
		assert.equal(await page.title(), `Title ${hostile}`);
		assert.equal(await page.locator('nav li').count(), 2);
		assert.match(await page.locator('nav li').first().innerText(), /^0:00 gap <\/script>/);
		assert.equal(await page.locator('.ap-marker').count(), 2);

		await page.evaluate(
			"new Promise(resolve => { player.addEventListener('ended', resolve); void player.play(); })",
		);
		await shows('the last');
		assert.doesNotMatch(await screen.innerText(), /second/);

		// It plays on from the chapter, and would soon be beyond it.
		await page.evaluate("player.addEventListener('playing', () => { void player.pause(); })");
		await page.locator('nav button').first().click();
		await shows('first');
		assert.deepEqual(problems, []);
		assert.deepEqual(requests, [url]);
		assert.equal(await page.evaluate('window.isBroken'), undefined);
	},
);

test(
	'shows the whole screen at a chapter chosen before anything was played',
	{skip: skipWithoutChromium},
	async () => {
		const rows = [1, 2, 3, 4, 5, 6].map(row => `\u001B[${row}Hrow ${row}`);
		const moments = [
			output(0, rows.join('')),
			{ms: 100, event: {code: 'm', label: 'here'}} as const,
			// Long after: what is asked of the chapter is asked before.
			output(3_600_000, '\u001B[2Hthe end'),
		];
		const options = {title: 'x', posterMs: 0, player: await readPlayer()};
		const file = join(folder, 'chapter.html');
		writeFileSync(file, await toPage({...cast, moments}, options));
		const page = await openPage(900, 700);
		await page.goto(pathToFileURL(file).href);
		const screen = page.locator('.ap-term-text');
		await screen.filter({hasText: 'row 6'}).waitFor();
		await page.evaluate("player.addEventListener('playing', () => { window.isPlaying = true; })");
		await page.locator('nav button').first().click();
		await page.waitForFunction('window.isPlaying');
		assert.equal((await screen.innerText()).match(/row \d/g)?.length, 6);
	},
);
