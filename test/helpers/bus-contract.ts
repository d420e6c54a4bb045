import assert from 'node:assert/strict';
import {setTimeout as sleep} from 'node:timers/promises';
import {BusError, type Bus, type BusMessage, type BusStream} from '../../source/transport/bus.js';

/** The streams of the contract: one that is republished, one with one message a subject. */
export const contractStreams: readonly BusStream[] = [
	{
		name: 'CONTRACT_LOG',
		subjects: ['c.log.>'],
		maxAgeMs: 3_600_000,
		maxBytes: null,
		maxPerSubject: null,
		duplicateWindowMs: 10_000,
		republish: {from: 'c.log.>', to: 'c.now.>'},
	},
	{
		name: 'CONTRACT_PLACES',
		subjects: ['c.place.*'],
		maxAgeMs: 3_600_000,
		maxBytes: null,
		maxPerSubject: 1,
		duplicateWindowMs: 10_000,
		republish: null,
	},
];

export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const textOf = ({bytes}: Pick<BusMessage, 'bytes'>) => new TextDecoder().decode(bytes);

const readAll = async (messages: AsyncIterable<BusMessage>) => {
	const all: BusMessage[] = [];
	for await (const message of messages) all.push(message);
	return all;
};

export type BusPair = {
	/** Two connections to the same bus. */
	readonly one: Bus;
	readonly other: Bus;
	/** Lets what is on its way arrive. */
	settle(): Promise<void>;
};

type Rule = (pair: BusPair) => Promise<void>;

/** Waits until something is so. */
const until = async ({settle}: BusPair, isSo: () => boolean) => {
	for (let turn = 0; !isSo(); turn++) {
		assert.ok(turn < 2000, 'it came to be so');
		await settle();
	}
};

const isFault = (code: string) => (error: unknown) =>
	error instanceof BusError && error.code === code;

/** What every bus keeps to, by its title. Each has subjects of its own. */
export const busContract: Readonly<Record<string, Rule>> = {
	async 'stores only after the message that is named'({one, other}) {
		const subject = 'c.log.fence.book';
		const first = await one.append(subject, bytesOf('1'), 0);
		assert.equal(first.type, 'stored');
		assert.deepEqual(await other.append(subject, bytesOf('x'), 0), {type: 'refused'});
		const before = first.type === 'stored' ? first.sequence : 0;
		const second = await other.append(subject, bytesOf('2'), before, {part: '1/2'});
		assert.equal(second.type, 'stored');
		assert.deepEqual(await one.append(subject, bytesOf('x'), before), {type: 'refused'});
		const newest = await one.newest(subject);
		assert.equal(newest && textOf(newest), '2');
		assert.equal(newest?.headers['part'], '1/2');
		assert.equal(newest?.before, null);
		assert.deepEqual(second, {type: 'stored', sequence: newest?.sequence});
	},

	async 'tells listeners what was accepted, and nothing that was refused'(pair) {
		const {one, other} = pair;
		const heard: BusMessage[] = [];
		const stop = other.subscribe('c.now.told.*', message => heard.push(message));
		await pair.settle();
		const first = await one.append('c.log.told.book', bytesOf('1'), 0);
		await one.append('c.log.told.book', bytesOf('no'), 0);
		const before = first.type === 'stored' ? first.sequence : 0;
		const second = await one.append('c.log.told.book', bytesOf('2'), before, {own: 'yes'});
		await until(pair, () => heard.length >= 2);
		await pair.settle();
		stop();
		assert.deepEqual(heard.map(textOf), ['1', '2']);
		assert.deepEqual(
			heard.map(({subject, sequence, before: last}) => ({subject, sequence, last})),
			[
				{subject: 'c.now.told.book', sequence: before, last: 0},
				{
					subject: 'c.now.told.book',
					sequence: second.type === 'stored' ? second.sequence : null,
					last: before,
				},
			],
		);
		assert.equal(heard[1]?.headers['own'], 'yes');
	},

	async 'stores a message of one id once'(pair) {
		const {one, other} = pair;
		const heard: string[] = [];
		const stop = other.subscribe('c.now.twice.*', message => heard.push(textOf(message)));
		await pair.settle();
		const first = await one.store('c.log.twice.mark', bytesOf('a'), {id: 'run~1'});
		assert.equal(await one.store('c.log.twice.mark', bytesOf('a'), {id: 'run~1'}), first);
		assert.ok((await one.store('c.log.twice.mark', bytesOf('b'), {id: 'run~2'})) > first);
		await until(pair, () => heard.length >= 2);
		await pair.settle();
		stop();
		assert.deepEqual(heard, ['a', 'b']);
		const all = await readAll(one.read('c.log.twice.>', {type: 'start'}));
		assert.deepEqual(all.map(textOf), ['a', 'b']);
	},

	async 'tells of its streams'(pair) {
		const {one} = pair;
		const told = await one.streams();
		for (const {name, maxAgeMs, maxBytes} of contractStreams) {
			const found = told.find(stream => stream.name === name);
			assert.deepEqual([found?.maxAgeMs, found?.maxBytes], [maxAgeMs, maxBytes]);
		}
		const count = (all: typeof told) => all.reduce((sum, {messages}) => sum + messages, 0);
		await one.store('c.log.told.mark', bytesOf('a'));
		assert.equal(count(await one.streams()), count(told) + 1);
	},

	async 'reads from a sequence, a time, and on'(pair) {
		const {one, other} = pair;
		for (const text of ['1', '2', '3']) await one.store('c.log.read.mark', bytesOf(text));
		await one.store('c.log.else.mark', bytesOf('not of it'));
		const all = await readAll(other.read('c.log.read.*', {type: 'start'}));
		assert.deepEqual(all.map(textOf), ['1', '2', '3']);
		const [, second] = all;
		const sequence = second?.sequence ?? 0;
		const rest = await readAll(other.read('c.log.read.*', {type: 'sequence', sequence}));
		assert.deepEqual(rest.map(textOf), ['2', '3']);
		const time = second?.storedAt ?? 0;
		const since = await readAll(other.read('c.log.read.*', {type: 'time', time}));
		assert.equal(since.map(textOf).at(-1), '3');
		const later = {type: 'time', time: Date.now() + 3_600_000} as const;
		assert.deepEqual(await readAll(other.read('c.log.read.*', later)), []);
		assert.deepEqual(await readAll(other.read('c.log.nothing.*', {type: 'start'})), []);
		const followed: string[] = [];
		for await (const message of other.read(
			'c.log.read.*',
			{type: 'sequence', sequence},
			{isFollowed: true},
		)) {
			followed.push(textOf(message));
			if (followed.length === 2) await one.store('c.log.read.mark', bytesOf('4'));
			if (followed.length === 3) break;
		}
		assert.deepEqual(followed, ['2', '3', '4']);
	},

	async 'asks whoever answers, with headers'({one, other, settle}) {
		const stop = one.answer('c.ask.*', question => {
			assert.equal(textOf(question), 'how?');
			question.answer(bytesOf('so'), {word: question.subject});
			question.answer(bytesOf('again'));
		});
		await settle();
		const answer = await other.ask('c.ask.me', bytesOf('how?'), {timeoutMs: 5000});
		assert.equal(textOf(answer), 'so');
		assert.equal(answer.headers['word'], 'c.ask.me');
		stop();
		await settle();
		await assert.rejects(
			other.ask('c.ask.me', bytesOf('how?'), {timeoutMs: 5000}),
			isFault('nobody'),
		);
	},

	async 'tells a question that nobody answers in time'({one, other, settle}) {
		const stop = one.answer('c.ask.silent', () => undefined);
		await settle();
		await assert.rejects(
			other.ask('c.ask.silent', bytesOf(''), {timeoutMs: 50}),
			isFault('unanswered'),
		);
		stop();
	},

	async 'keeps one message a place, and removes it'({one, other}) {
		await one.store('c.place.a', bytesOf('1'));
		await one.store('c.place.a', bytesOf('2'));
		await other.store('c.place.b', bytesOf('3'));
		assert.deepEqual([...(await other.names('c.place.*'))].sort(), ['c.place.a', 'c.place.b']);
		const kept = await readAll(one.read('c.place.*', {type: 'start'}));
		assert.deepEqual(kept.map(textOf), ['2', '3']);
		await one.remove('c.place.a');
		assert.deepEqual(await other.names('c.place.*'), ['c.place.b']);
		assert.equal(await other.newest('c.place.a'), null);
	},

	async 'publishes to those that listen now'(pair) {
		const {one, other} = pair;
		one.publish('c.now.word.tick', bytesOf('too early'));
		await pair.settle();
		const heard: BusMessage[] = [];
		const stop = other.subscribe('c.now.word.*', message => heard.push(message));
		await pair.settle();
		one.publish('c.now.word.tick', bytesOf('word'), {a: 'b'});
		await until(pair, () => heard.length > 0);
		stop();
		await pair.settle();
		one.publish('c.now.word.tick', bytesOf('too late'));
		await pair.settle();
		assert.deepEqual(heard.map(textOf), ['word']);
		assert.equal(heard[0]?.headers['a'], 'b');
		assert.equal(heard[0]?.sequence, null);
		assert.equal(heard[0]?.before, null);
	},

	async 'takes nothing larger than it may'({one}) {
		const bytes = new Uint8Array(one.maxBytes() + 1);
		await assert.rejects(one.append('c.log.large.book', bytes, 0), isFault('too-large'));
		await assert.rejects(one.ask('c.ask.large', bytes, {timeoutMs: 50}), isFault('too-large'));
		const most = new Uint8Array(one.maxBytes());
		assert.equal((await one.append('c.log.large.book', most, 0)).type, 'stored');
	},

	async 'makes streams that are missing, and leaves the others'({one, other}) {
		await one.store('c.log.kept.mark', bytesOf('kept'));
		await other.ensure(contractStreams);
		await other.ensure(contractStreams);
		const newest = await other.newest('c.log.kept.mark');
		assert.equal(newest && textOf(newest), 'kept');
	},
};

/** Of a real bus: a round trip, and the time that a subscription of the other one takes. */
export const settleReal = (): Promise<void> => sleep(10);
