import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {encodeEvent, toData, type CaptureEvent} from '../../source/capture/capture-format.js';
import {CaptureLineError} from '../../source/capture/capture-line-error.js';
import {decodeLine} from '../../source/capture/decode-line.js';
import {readMessageLine} from '../../source/capture/message-line.js';
import {createRandom} from '../../source/random.js';

const message = JSON.stringify({
	stream: 'steembtc@depth@100ms',
	data: {e: 'depthUpdate', E: 1, U: 2, u: 3, b: [['0.1642', '677.3']], a: []},
});

const messages: readonly CaptureEvent[] = [
	{t: 0, kind: 'ws', connection: 1, data: ''},
	{t: 12.346, kind: 'ws', connection: 12, data: message},
	{t: 31_622_400_000, kind: 'ws', connection: 3, data: '"quoted" and \\ slashed \\" both'},
	{t: 0.1, kind: 'ws', connection: 1, ...toData(gzipSync(message))},
	{t: 1, kind: 'ws', connection: 1, data: 'ä 😀 \n\t\u0000\u007f'},
	{t: 175_013.537, kind: 'sent', connection: 1, data: '{"pong":1700000175011}'},
	{t: 13.004, kind: 'sent', connection: 20, data: 'ä \u0000'},
	{t: 1_234_567.001, kind: 'ws', connection: 1000, data: `["${'x'.repeat(20_000)}"]`},
];

/** Lines that are read as they are, but not at once. */
const others: readonly CaptureEvent[] = [
	{t: 1, kind: 'ws', connection: 1, data: 'x'.repeat(33_000)},
	{t: 1, kind: 'ws', connection: 1, encoding: 'base64', data: 'AQI='},
	{t: 1, kind: 'marker', label: message},
	{t: 1, kind: 'ping', connection: 1, pong: true},
	{t: 1, kind: 'http', url: 'https://x', status: 200, data: '{}'},
];

const lineOf = (event: CaptureEvent): Buffer => Buffer.from(encodeEvent(event).slice(0, -1));

/** Reads a line that lies between others. */
const readAtOnce = (line: Buffer): CaptureEvent | null => {
	const bytes = Buffer.concat([Buffer.from('1"}\n'), line, Buffer.from('\n7"}')]);
	return readMessageLine(bytes, 4, 4 + line.length);
};

/** The plain way; null where there is no event. */
const readPlainly = (line: Buffer): CaptureEvent | null => {
	try {
		const decoded = decodeLine(line.toString(), 1);
		return decoded.type === 'event' ? decoded.event : null;
	} catch (error) {
		assert.ok(error instanceof CaptureLineError);
		return null;
	}
};

test('reads at once what the plain way reads', () => {
	for (const event of messages) {
		assert.deepEqual(readAtOnce(lineOf(event)), event);
		assert.deepEqual(readPlainly(lineOf(event)), event);
	}
});

test('leaves what is written otherwise to the plain way', () => {
	for (const event of others) {
		assert.equal(readAtOnce(lineOf(event)), null);
		assert.deepEqual(readPlainly(lineOf(event)), event);
	}
	const line = String(lineOf({t: 1, kind: 'ws', connection: 1, data: 'x'}));
	for (const other of [
		line.replace('"t":1', '"t": 1'),
		line.replace('"t":1', '"t":01'),
		line.replace('"t":1', '"t":-1'),
		line.replace('"t":1', '"t":1.'),
		line.replace('"t":1', '"t":1e3'),
		line.replace('"t":1', '"t":316224000001'),
		line.replace('"t":1', '"t":1.00000000000001'),
		line.replace('"ws"', '"sen"'),
		line.replace('"ws"', '"sent"').replace('"data"', '"encoding":"gzip+base64","data"'),
		line.replace('"x"', '"x","data":"y"'),
		line.replace('"x"', '"x\\"'),
		line.replace('"x"', '"'),
		`${line} `,
		`\uFEFF${line}`,
		'"}',
		'',
	])
		assert.equal(readAtOnce(Buffer.from(other)), null, other);
});

/** Bytes that mean something where they stand. */
const telling = Buffer.from('"\\{},:.0123456789eE-+ntuws/ \u0001\u007fä');

const damage = (line: Buffer, random: () => number): Buffer => {
	const bytes = [...line];
	const below = (count: number) => Math.floor(random() * count);
	for (let left = 1 + below(3); left > 0; left--) {
		// Most of what matters is at either end.
		const near = below(2) === 0 ? below(60) : bytes.length - 1 - below(12);
		const at = Math.max(0, Math.min(near, bytes.length - 1));
		const byte = telling[below(telling.length)] ?? 0;
		bytes.splice(at, below(2), ...(below(4) === 0 ? [] : [byte]));
	}
	return Buffer.from(bytes);
};

test('agrees with the plain way on damaged lines', () => {
	const random = createRandom('lines');
	const lines = [...messages, ...others].map(lineOf).filter(({length}) => length < 1000);
	let count = 0;
	for (let round = 0; round < 20_000; round++) {
		const line = damage(lines[round % lines.length] ?? Buffer.alloc(0), random);
		const read = readAtOnce(line);
		if (read === null) continue;
		count++;
		assert.equal(JSON.stringify(read), JSON.stringify(readPlainly(line)), String(line));
	}
	assert.ok(count > 1000, `${count} were read`);
});

test('takes times as they were written', () => {
	const random = createRandom('times');
	for (let round = 0; round < 20_000; round++) {
		const t = Math.round(random() * 10 ** (3 + (round % 9))) / 10 ** (round % 4);
		const line = lineOf({t, kind: 'ws', connection: 1, data: ''});
		assert.equal(readAtOnce(line)?.t, t);
	}
});
