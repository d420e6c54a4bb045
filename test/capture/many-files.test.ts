import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mergeTimed} from '../../source/capture/merge-timed.js';
import {readCaptureBatches} from '../../source/capture/read-capture.js';
import type {readCaptureLines} from '../../source/capture/read-file.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';

/** Files in memory, and how many are open. */
const createFiles = (textOf: (path: string) => string) => {
	let open = 0;
	const tally = {most: 0, opened: 0, left: () => open};
	const read: typeof readCaptureLines = async function* (path) {
		tally.most = Math.max(tally.most, ++open);
		tally.opened++;
		try {
			for (const line of textOf(path).trim().split('\n')) yield {lines: [line]};
		} finally {
			open--;
		}
	};
	return {read, tally};
};

const names = (count: number) => Array.from({length: count}, (_, index) => String(index));

const timesOf = async (paths: readonly string[], read: typeof readCaptureLines) => {
	const times: number[] = [];
	for await (const items of readCaptureBatches(paths, {read}))
		for (const item of items) if (item.type === 'event') times.push(item.event.t);
	return times;
};

/** Each has two events, at its start and so long after it. */
const partsOf = (everyMs: number, lengthMs: number) =>
	createFiles(path => {
		const startedAt = captureHeader.startedAt + Number(path) * everyMs;
		const events = [0, lengthMs].map(t => ({t, kind: 'marker' as const, label: path}));
		return captureText(events, {...captureHeader, startedAt});
	});

test('of thousands of parts only those of one time are open', async () => {
	const {read, tally} = partsOf(1000, 900);
	const times = await timesOf(names(3000).reverse(), read);
	assert.equal(times.length, 6000);
	assert.ok(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0)));
	assert.ok(tally.most <= 2, `${tally.most} at once`);
	assert.equal(tally.opened, 6000);
	assert.equal(tally.left(), 0);
});

test('parts that overlap are read together', async () => {
	const {read, tally} = partsOf(1000, 4500);
	const times = await timesOf(names(20), read);
	assert.deepEqual(
		times,
		[...times].sort((a, b) => a - b),
	);
	assert.ok(tally.most >= 5 && tally.most <= 6, `${tally.most} at once`);
});

test('leaves no file open where nobody wants more', async () => {
	const {read, tally} = partsOf(1000, 4500);
	for await (const items of readCaptureBatches(names(20), {read}))
		if (items.some(({type}) => type === 'event')) break;
	assert.equal(tally.left(), 0);
});

test('takes what is of one moment in the order of the sources', async () => {
	const source = (name: string, offsetMs: number, ...times: readonly number[]) => ({
		offsetMs,
		items: (async function* () {
			for (const t of times) {
				const event = {t, kind: 'marker' as const, label: `${name}${t}`};
				yield [{type: 'event' as const, event, file: name, line: 1}];
			}
			yield [{type: 'end' as const, file: name, line: times.length}];
		})(),
	});
	const sources = [
		source('a', 0, 1, 2, 2, 9),
		source('b', 2, 0, 0, 5),
		source('c', 0, 2, 4),
		source('d', 20, 0),
	];
	const told: string[] = [];
	for await (const items of mergeTimed(sources))
		for (const item of items)
			told.push(item.type === 'event' ? `${item.file}@${item.event.t}` : `${item.file} ends`);
	assert.equal(
		told.join(', '),
		'a@1, a@2, a@2, b@2, b@2, c@2, c@4, c ends, b@7, b ends, a@9, a ends, d@20, d ends',
	);
});
