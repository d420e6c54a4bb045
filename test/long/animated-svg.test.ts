import assert from 'node:assert/strict';
import {test} from 'node:test';
import {animateCast} from '../../source/export/animate-cast.js';
import {createAnimation} from '../../source/export/animated-svg.js';
import type {Cast} from '../../source/export/cast-file.js';
import type {CastMoment} from '../../source/export/moment-store.js';
import {filmCast, frameOfPicture, playCast} from '../../source/export/play-cast.js';
import {toSvg} from '../../source/export/svg.js';
import {FileError} from '../../source/files/file-error.js';
import {openPage, skipWithoutChromium} from '../helpers/chromium.js';
import {countApart, shootSvg} from '../helpers/rendered.js';

const output = (ms: number, data: string): CastMoment => ({ms, event: {code: 'o', data}});
const marker = (ms: number, label: string): CastMoment => ({ms, event: {code: 'm', label}});

const castOf = (moments: readonly CastMoment[], columns = 40, rows = 3): Cast => ({
	columns,
	rows,
	title: null,
	palette: null,
	cut: null,
	notes: [],
	moments,
});

const options = {title: 'a <title>', idleMs: 2000, maxBytes: 1e6};

/** Seconds that it takes, and each step: its place in percent, and how far the film is moved. */
const stepsOf = (svg: string) => ({
	seconds: Number(/animation:([\d.]+)s step-end infinite/.exec(svg)?.[1]),
	films: [...svg.matchAll(/@keyframes \w+\{((?:[\d.]+%\{[^}]+\})+)\}/g)].map(([, steps = '']) =>
		[...steps.matchAll(/([\d.]+)%\{transform:translateY\((-?\d+)px\)\}/g)].map(
			([, percent, y]) => [Number(percent), Number(y)] as const,
		),
	),
});

test('what changes is a film, what stands still is drawn once', async () => {
	const svg = await animateCast(
		castOf([
			output(0, 'still\u001B[2;1Hone'),
			output(500, '\u001B[2;1Htwo'),
			output(1000, '\u001B[2;1Hone'),
			output(2000, '\u001B[2;1Hsix'),
		]),
		options,
	);
	assert.equal(svg.match(/>still</g)?.length, 1);
	// Seen twice, drawn once.
	for (const word of ['one', 'two', 'six'])
		assert.equal(svg.match(new RegExp(`>${word}<`, 'g'))?.length, 1);
	assert.deepEqual(stepsOf(svg), {
		seconds: 4,
		films: [
			[
				[0, 0],
				[12.5, -16],
				[25, 0],
				[50, -32],
			],
		],
	});
	assert.match(svg, /<title>a &lt;title&gt;<\/title>/);
	assert.doesNotMatch(svg, /<script|href|url\(/);
});

test('pauses are cut, whatever writes nothing new in them', async () => {
	const moments = [output(0, 'a'), output(30_000, '\u001B[1;1H'), output(60_000, 'b')];
	const svg = await animateCast(castOf(moments), {...options, idleMs: 1000});
	assert.deepEqual(stepsOf(svg).seconds, 3);
});

test('a part is chosen by times and by markers', async () => {
	const cast = castOf([
		output(0, 'a'),
		marker(1000, 'Trades'),
		output(1200, '\u001B[1;1Hb'),
		output(2200, '\u001B[1;1Hc'),
		marker(3000, 'Health of it'),
		output(3500, '\u001B[1;1Hd'),
	]);
	const part = await animateCast(cast, {...options, from: 'trades', to: 'health'});
	assert.deepEqual(
		[...part.matchAll(/>([abcd])</g)].map(([, letter]) => letter),
		['a', 'b', 'c'],
	);
	const byTime = await animateCast(cast, {...options, from: 2200});
	assert.deepEqual(
		[...byTime.matchAll(/>([abcd])</g)].map(([, letter]) => letter),
		['c', 'd'],
	);
	const refused = async (from: number | string, to?: number | string) => {
		await assert.rejects(animateCast(cast, {...options, from, to}), FileError);
	};
	await refused('no such');
	await refused(90_000);
	await refused(2000, 1000);
});

test('too much is shown in fewer pictures, and refused where none are few enough', async () => {
	const busy = Array.from({length: 200}, (_, at) =>
		output(at * 100, `\u001B[1;1H${String(at * 7919).padEnd(40, '·')}`),
	);
	const all = await animateCast(castOf(busy), options);
	const fewer = await animateCast(castOf(busy), {...options, maxBytes: all.length / 3});
	assert.ok(fewer.length <= all.length / 3, `${fewer.length} of ${all.length}`);
	assert.ok((stepsOf(fewer).films[0]?.length ?? 0) > 20);
	await assert.rejects(animateCast(castOf(busy), {...options, maxBytes: 3000}), {
		name: 'FileError',
		message: /choose a part by --from and --to/,
	});
});

test('a screen that grew is shown in its largest size', async () => {
	const moments: readonly CastMoment[] = [
		output(0, 'a'),
		{ms: 500, event: {code: 'r', columns: 60, rows: 9}},
		output(600, '\u001B[9;60Hz'),
	];
	const svg = await animateCast(castOf(moments), options);
	assert.match(svg, /width="504" height="190"/);
	assert.match(svg, />z</);
});

test(
	'a browser shows at each time what the cast shows then',
	{skip: skipWithoutChromium},
	async () => {
		const cast = castOf(
			[
				output(0, '╭──╮\u001B[31mred\u001B[0m 漢字 <&">\r\n'),
				output(700, '\u001B[2;3H\u001B[44m on blue ███▌\u001B[0m'),
				output(1400, '\u001B[1;1H\u001B[1mbold\u001B[0m │ \u001B[7minverse\u001B[0m'),
				output(2100, '\u001B[2J\u001B[3;20Hfar away in the corner'),
			],
			44,
			4,
		);
		const page = await openPage(600, 200);
		const animated = await animateCast(cast, options);
		const [early, late] = [
			await shootSvg(page, animated, 100),
			await shootSvg(page, animated, 800),
		];
		assert.ok((await countApart(page, early, late)) > 100, 'the film moves');
		for (const ms of [100, 800, 1500, 2200, 4000]) {
			const still = toSvg(await playCast(cast, ms), {title: options.title});
			const shots = [await shootSvg(page, animated, ms), await shootSvg(page, still)] as const;
			const differs = await countApart(page, ...shots);
			assert.equal(differs, 0, `at ${ms} ms`);
		}
	},
);

test('pictures of a film stand at their own times', async () => {
	const moments = [output(0, 'a'), output(50, 'b'), output(90, 'c'), output(500, 'd')];
	const seen: string[] = [];
	const part = {fromMs: 0, toMs: 1000, everyMs: 100};
	for await (const {ms, frame} of filmCast(castOf(moments), part))
		seen.push(
			`${ms} ${(frame.cells[0] ?? [])
				.map(({char}) => char)
				.join('')
				.trim()}`,
		);
	assert.deepEqual(seen, ['0 a', '90 abc', '500 abcd']);
});

test('an animation of one picture is still', async () => {
	const animation = createAnimation(10, 1, {...options, holdMs: 1000});
	assert.ok(animation.take({ms: 0, frame: await frameOfPicture('only', 10, 1)}));
	const svg = animation.finish();
	assert.match(svg, />only</);
	assert.doesNotMatch(svg, /@keyframes/);
});
