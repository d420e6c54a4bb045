import assert from 'node:assert/strict';
import {test} from 'node:test';
import {errors, type Msg, type NatsConnection} from '@nats-io/transport-node';
import {toBusError} from '../../source/transport/nats-errors.js';
import {createRequests} from '../../source/transport/nats-requests.js';
import {createVirtualClock} from '../soak/virtual-clock.js';

const patienceMs = 2000;

/** Lets promises that are settled run. */
const settle = async () => {
	for (let turn = 0; turn < 10; turn++) await null;
};

/** A connection whose server answers by hand. */
const createStage = () => {
	const clock = createVirtualClock(0);
	const sent: {subject: string; reply: string}[] = [];
	const filters: string[] = [];
	let hear: (error: Error | null, message: Msg) => void = () => undefined;
	let tell: (status: never) => void = () => undefined;
	const nc: Pick<NatsConnection, 'publish' | 'subscribe' | 'status'> = {
		publish(subject, _, options) {
			sent.push({subject, reply: options?.reply ?? ''});
		},
		subscribe(filter, options) {
			filters.push(filter);
			hear = (error, message) => void options?.callback?.(error, message);
			return {} as ReturnType<NatsConnection['subscribe']>;
		},
		async *status() {
			for (;;) yield await new Promise<never>(resolve => (tell = resolve));
		},
	};
	const requests = createRequests(nc, {clock, patienceMs});
	const message = (at: number, text: string, code?: number) =>
		({
			subject: sent[at]?.reply,
			data: Buffer.from(text),
			...(code && {headers: {code}}),
		}) as unknown as Msg;
	const ends: string[] = [];
	return {
		...{clock, sent, filters, requests, ends},
		ask(subject: string) {
			requests.ask(subject, Buffer.from('x')).then(
				bytes => ends.push(`${subject}: ${Buffer.from(bytes).toString()}`),
				(error: unknown) => ends.push(`${subject}: ${toBusError(error, 'unanswered').code}`),
			);
		},
		answer: (at: number, text: string, code?: number) => hear(null, message(at, text, code)),
		refuse: (error: Error) => hear(error, message(0, '')),
		tell: (error: Error) => tell({type: 'error', error} as never),
	};
};

test('each request gets the answer that is its own', async () => {
	const {clock, sent, filters, ends, ask, answer} = createStage();
	ask('a');
	ask('b');
	assert.equal(filters.length, 1);
	assert.ok(sent.every(({reply}) => reply.startsWith(filters[0]?.slice(0, -1) ?? '?')));
	answer(1, 'two');
	answer(0, 'one');
	answer(0, 'again');
	await clock.run(patienceMs * 2);
	assert.deepEqual(ends, ['b: two', 'a: one']);
	assert.equal(clock.size(), 0);
});

test('a request that is not answered in time is given up, and only that', async () => {
	const {clock, ends, ask, answer} = createStage();
	ask('a');
	await clock.run(patienceMs - 500);
	ask('b');
	await clock.run(500);
	assert.deepEqual(ends, ['a: unanswered']);
	answer(0, 'late');
	answer(1, 'two');
	await clock.run(patienceMs);
	assert.deepEqual(ends, ['a: unanswered', 'b: two']);
});

test('what nobody stores, or may not be published, is told at once', async () => {
	const {ends, ask, answer, tell} = createStage();
	for (const subject of ['a', 'b', 'c']) ask(subject);
	answer(0, '', 503);
	await settle();
	tell(new errors.PermissionViolationError('no', 'publish', 'b'));
	await settle();
	assert.deepEqual(ends, ['a: nobody', 'b: denied']);
});

test('a connection that is lost, or tells no answers, ends what is under way', async () => {
	const {clock, ends, ask, requests, refuse} = createStage();
	ask('a');
	refuse(new errors.PermissionViolationError('no', 'subscription', '_INBOX'));
	ask('b');
	await settle();
	requests.end();
	ask('c');
	await settle();
	assert.deepEqual(ends, ['a: denied', 'b: unanswered', 'c: unanswered']);
	assert.equal(clock.size(), 0);
});
