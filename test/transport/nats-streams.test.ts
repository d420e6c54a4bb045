import assert from 'node:assert/strict';
import {test} from 'node:test';
import {JetStreamApiError, type StreamConfig} from '@nats-io/jetstream';
import {nanos} from '@nats-io/transport-node';
import {busStreams} from '../../source/relay/subjects.js';
import type {NatsLink} from '../../source/transport/nats-link.js';
import {describeStream, ensure} from '../../source/transport/nats-streams.js';

const streams = busStreams({keepMs: 3_600_000, keepWireMs: 86_400_000, maxBytes: null});

const toError = (code: number, err_code: number) =>
	new JetStreamApiError({code, err_code, description: 'no'});

type Config = {readonly [Name in keyof StreamConfig]?: StreamConfig[Name] | undefined} & {
	readonly name: string;
};

/** A server that has some streams already. `most`: servers that may keep one; `code`: what it says of more. */
const createServer = (most: number, code = 10_005) => {
	const all = new Map<string, Config>();
	const cluster = code === 10_074 ? undefined : {name: 'c', leader: 'n1'};
	const link = {
		canCompress: false,
		jsm: {
			streams: {
				async info(name: string) {
					const config = all.get(name);
					if (!config) throw toError(404, 10_059);
					return {config, cluster, state: {messages: 0, bytes: 0}};
				},
				async add(config: Config) {
					if ((config.num_replicas ?? 1) > most) throw toError(500, code);
					all.set(config.name, config);
				},
			},
		},
	} as unknown as NatsLink;
	return {all, link};
};

test('three servers of a cluster keep a stream, where there are so many', async () => {
	for (const {most, code, kept} of [
		{most: 3, code: undefined, kept: 3},
		{most: 1, code: 10_005, kept: 1},
		{most: 1, code: 10_074, kept: 1},
	]) {
		const {all, link} = createServer(most, code);
		await ensure(link, streams);
		assert.equal(all.size, streams.length);
		for (const {num_replicas: count} of all.values()) assert.equal(count, kept);
		const described = await describeStream(link, 'STEEM_TUI_BOOKS');
		assert.equal(described?.isAtRisk, code === 10_005);
	}
});

test('a server that makes no stream for another reason is asked for no less', async () => {
	const {all, link} = createServer(0, 10_047);
	await assert.rejects(ensure(link, streams), {name: 'BusError', code: 'failed'});
	assert.equal(all.size, 0);
});

const changes: readonly {readonly name: string; readonly to: Config; readonly words: RegExp}[] = [
	{
		name: 'that tells nobody what it stored',
		to: {name: 'STEEM_TUI_BOOKS', republish: undefined},
		words: /STEEM_TUI_BOOKS lacks republish from steem-tui\.v1\.log\.> to steem-tui\.v1\.now\.>/,
	},
	{
		name: 'that tells it elsewhere',
		to: {name: 'STEEM_TUI_BOOKS', republish: {src: 'steem-tui.v1.log.>', dest: 'other.>'}},
		words: /lacks republish/,
	},
	{
		name: 'that is not read at once',
		to: {name: 'STEEM_TUI_STATES', allow_direct: false},
		words: /STEEM_TUI_STATES lacks allow_direct/,
	},
	{
		name: 'of other subjects',
		to: {name: 'STEEM_TUI_WIRE', subjects: ['steem-tui.v1.wire.binance.>']},
		words: /STEEM_TUI_WIRE lacks the subject steem-tui\.v1\.wire\.>/,
	},
	{
		name: 'in which relays that are gone stay',
		to: {name: 'STEEM_TUI_RELAYS', max_age: 0},
		words: /STEEM_TUI_RELAYS lacks max_age of 3s/,
	},
];

for (const {name, to, words} of changes)
	test(`a stream is of no use ${name}`, async () => {
		const {all, link} = createServer(1);
		await ensure(link, streams);
		all.set(to.name, {...all.get(to.name), ...to});
		await assert.rejects(ensure(link, streams), {name: 'BusError', code: 'failed', message: words});
	});

test('the other limits of a stream are those of who made it', async () => {
	const {all, link} = createServer(1);
	await ensure(link, streams);
	for (const [name, config] of all)
		if (name !== 'STEEM_TUI_RELAYS')
			all.set(name, {
				...{...config, subjects: [...(config.subjects ?? []), 'more'], max_bytes: 1000},
				...{max_age: nanos(1000), num_replicas: 2},
			});
	const before = new Map(all);
	await ensure(link, streams);
	assert.deepEqual(all, before);
});
