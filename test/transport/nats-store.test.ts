import assert from 'node:assert/strict';
import {test} from 'node:test';
import {JetStreamApiError} from '@nats-io/jetstream';
import {errors, headers as createHeaders, type Msg} from '@nats-io/transport-node';
import {toHeard} from '../../source/transport/nats-messages.js';
import {append, names, newest} from '../../source/transport/nats-store.js';
import type {NatsLink} from '../../source/transport/nats-link.js';

const answering = (text: string) => ({
	requests: {ask: () => Promise.resolve(Buffer.from(text))},
});

test('an acknowledgement that is none is a fault of the bus', async () => {
	const options = {expected: 0};
	const stored = await append(answering('{"seq":7}'), 'a', Buffer.from('x'), options);
	assert.deepEqual(stored, {type: 'stored', sequence: 7});
	for (const text of ['nonsense', '', 'null', '{"seq":"7"}', '{"seq":7.5}', '{}'])
		await assert.rejects(append(answering(text), 'a', Buffer.from('x'), options), {
			name: 'BusError',
			code: 'failed',
		});
});

test('a stream that is not there yet has no names, and one that cannot be asked is a fault', async () => {
	const failing = (code: number, err_code: number) => {
		const error = new JetStreamApiError({code, err_code, description: 'no'});
		return {jsm: {streams: {info: () => Promise.reject(error)}}} as unknown as NatsLink;
	};
	assert.deepEqual(await names(failing(404, 10_059), 'S', 'a'), []);
	await assert.rejects(names(failing(503, 10_008), 'S', 'a'), {code: 'nobody'});
});

/** A message as the client hands it over: its headers lie before its payload. */
const heardOf = (fields: Readonly<Record<string, string>>, before = 'HMSG a.b 1 9 9\r\n') => {
	const own = createHeaders();
	for (const [key, value] of Object.entries(fields)) own.set(key, value);
	const block = Object.keys(fields).length > 0 ? own.toString() : '';
	const whole = Buffer.from(`${before}${block}payload`);
	const counts = {decoded: 0};
	const message = {
		...{subject: 'a.b', reply: '', data: whole.subarray(before.length + block.length)},
		get headers() {
			counts.decoded++;
			return block === '' ? undefined : own;
		},
	};
	return {heard: toHeard(message as unknown as Msg), counts};
};

test('of what was heard the server tells its place, the sender the rest', () => {
	const place = {'Nats-Stream': 'S', 'Nats-Sequence': '7', 'Nats-Last-Sequence': '5'};
	const stored = heardOf(place);
	assert.deepEqual(stored.heard, {
		...{subject: 'a.b', bytes: Buffer.from('payload'), headers: {}, storedAt: null},
		...{sequence: 7, before: 5},
	});
	assert.equal(stored.counts.decoded, 0, 'it is read from the bytes');
	const own = {part: '1/2', 'part-of': 'desk-1~1 2 3'};
	const part = heardOf({...own, ...place}).heard;
	assert.deepEqual([part.sequence, part.before, part.headers], [7, 5, own]);
	// What lies before it is of other messages.
	const other = `NATS/1.0\r\nNats-Sequence: 3\r\nNats-Last-Sequence: 2\r\n\r\n`;
	for (const before of [`${other}x`, other, `${other}\r\n`, `${other}\r\n\r\n`]) {
		assert.equal(heardOf(place, before).heard.sequence, 7);
		assert.equal(heardOf({'Nats-Stream': 'S'}, before).heard.sequence, null);
	}
	for (const fields of [{}, {'Nats-Last-Sequence': '5'}, {...place, 'Nats-Sequence': 'x'}])
		assert.equal(heardOf(fields).heard.sequence, null);
	const plain = heardOf(own).heard;
	assert.deepEqual([plain.sequence, plain.before, plain.headers], [null, null, own]);
});

test('where no server of a stream answers, the stream itself is asked', async () => {
	const asked: string[] = [];
	let doesAnswer = false;
	const message = {
		subject: 'a',
		data: Buffer.from('x'),
		header: createHeaders(),
		seq: 7,
		time: new Date(0),
	};
	const get = (way: string, answers: () => boolean) => async () => {
		asked.push(way);
		if (!answers()) throw new errors.TimeoutError();
		return message;
	};
	const refuse = () => Promise.reject(new errors.PermissionViolationError('no', 'publish', 'a'));
	const reach = (getMessage: () => Promise<unknown> = get('stream', () => true)) =>
		({
			reading: {way: null},
			jsm: {
				direct: {getMessage: get('direct', () => doesAnswer)},
				streams: {getMessage},
			},
		}) as unknown as NatsLink;
	await assert.rejects(newest(reach(refuse), 'S', 'a'), {code: 'unanswered'});
	asked.splice(0);
	const link = reach();
	for (let turn = 0; turn < 3; turn++) assert.equal((await newest(link, 'S', 'a'))?.sequence, 7);
	assert.deepEqual(asked.splice(0), ['direct', 'stream', 'stream', 'stream']);
	doesAnswer = true;
	const other = reach();
	await newest(other, 'S', 'a');
	// One that answered is only late.
	doesAnswer = false;
	await assert.rejects(newest(other, 'S', 'a'), {code: 'unanswered'});
	assert.deepEqual(asked, ['direct', 'direct']);
});
