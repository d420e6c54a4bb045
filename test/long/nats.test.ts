import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test, type TestContext} from 'node:test';
import {jetstreamManager} from '@nats-io/jetstream';
import {connect} from '@nats-io/transport-node';
import {systemClock} from '../../source/clock.js';
import {parseNatsUrl, toNatsAddress, type NatsSettings} from '../../source/options/nats-way.js';
import {BusError, type Bus, type BusState} from '../../source/transport/bus.js';
import {createNatsBus} from '../../source/transport/nats.js';
import {
	busContract,
	bytesOf,
	contractStreams,
	settleReal,
	textOf,
} from '../helpers/bus-contract.js';
import {
	makeCertificates,
	makeCredentials,
	makeNkey,
	skipWithoutOpenssl,
} from '../helpers/nats-identities.js';
import {runProgram} from '../helpers/run-program.js';
import {skipWithoutNats, startNats, type NatsServer} from '../helpers/start-nats.js';

const noSettings = {
	...{user: null, password: null, token: null, nkeyFile: null, credsFile: null},
	...{caFile: null, certFile: null, keyFile: null},
};

const openBus = (url: string, settings: Partial<NatsSettings> = {}): Bus =>
	createNatsBus({
		address: toNatsAddress({...noSettings, ...settings, url: parseNatsUrl(url)}),
		name: 'test',
		streams: contractStreams,
		clock: systemClock,
		random: () => 0.5,
	});

/** A server that ends with the test however that ends: one left behind would keep this file from ending. */
const startFor = async (
	t: TestContext,
	options?: Parameters<typeof startNats>[0],
): Promise<NatsServer> => {
	const server = await startNats(options);
	t.after(server.stop);
	return server;
};

/** The same for a bus. */
const openFor = (t: TestContext, url: string, settings?: Partial<NatsSettings>): Bus => {
	const bus = openBus(url, settings);
	t.after(() => bus.close());
	return bus;
};

/** Waits for a state of the bus, or finds it there. */
const stateOf = (bus: Bus, ...types: readonly BusState['type'][]): Promise<BusState> =>
	new Promise(resolve => {
		if (types.includes(bus.state().type)) resolve(bus.state());
		const stop = bus.onState(state => {
			if (!types.includes(state.type)) return;
			stop();
			resolve(state);
		});
	});

describe('a bus over a real server', {skip: skipWithoutNats}, () => {
	let server: NatsServer;
	let one: Bus;
	let other: Bus;
	before(async () => {
		server = await startNats();
		[one, other] = [openBus(server.url), openBus(server.url)];
		await Promise.all([stateOf(one, 'connected'), stateOf(other, 'connected')]);
		await one.ensure(contractStreams);
	});
	after(async () => {
		await Promise.all([one.close(), other.close()]);
		await server.stop();
	});
	/** A server does what one connection asks in its order: what was sent before an answer has arrived by then. */
	const settle = async () => {
		for (const bus of [one, other]) await bus.newest('c.log.nothing.mark');
		await settleReal();
	};
	for (const [title, rule] of Object.entries(busContract))
		test(title, () => rule({one, other, settle}));
});

test(
	'who reads so slowly that the server forgets him reads on',
	{skip: skipWithoutNats},
	async t => {
		const server = await startFor(t);
		const bus = openFor(t, server.url);
		await stateOf(bus, 'connected');
		await bus.ensure(contractStreams);
		const subject = 'c.log.slow.mark';
		for (let count = 0; count < 300; count++) await bus.store(subject, bytesOf(String(count)));
		const nc = await connect({servers: server.url});
		t.after(() => nc.close());
		const {consumers} = await jetstreamManager(nc);
		const forgetAll = async () => {
			for (const {name} of contractStreams)
				for await (const consumer of consumers.list(name))
					await consumers.delete(name, consumer.name);
		};
		const read: string[] = [];
		for await (const message of bus.read(subject, {type: 'start'})) {
			if (read.push(textOf(message)) === 10) await forgetAll();
		}
		assert.deepEqual(
			read,
			Array.from({length: 300}, (_, count) => String(count)),
		);
	},
);

describe('a server that goes', {skip: skipWithoutNats}, () => {
	test('is found again, with what was listened to', async t => {
		const server = await startFor(t);
		const bus = openFor(t, server.url);
		await stateOf(bus, 'connected');
		await bus.ensure(contractStreams);
		const stored = await bus.store('c.log.gone.mark', bytesOf('kept'));
		const heard: string[] = [];
		bus.subscribe('c.now.gone.*', message => heard.push(textOf(message)));
		await server.kill();
		const lost = await stateOf(bus, 'lost');
		assert.ok(lost.type === 'lost' && lost.retryAt !== null);
		assert.equal(lost.reason, `the connection to ${server.url} was lost`);
		await assert.rejects(
			bus.append('c.log.gone.mark', bytesOf('x'), stored),
			(error: unknown) => error instanceof BusError && error.code === 'not-connected',
		);
		await server.restart();
		await stateOf(bus, 'connected');
		await bus.ensure(contractStreams);
		assert.equal((await bus.newest('c.log.gone.mark'))?.sequence, stored);
		const next = await bus.append('c.log.gone.mark', bytesOf('after'), stored);
		assert.equal(next.type, 'stored');
		while (heard.length === 0) await settleReal();
		assert.deepEqual(heard, ['after']);
	});

	test('is noticed though it only stands still, and what is under way ends', async t => {
		const server = await startFor(t);
		const bus = openFor(t, server.url);
		await stateOf(bus, 'connected');
		await bus.ensure(contractStreams);
		server.pause();
		const appended = bus.append('c.log.still.book', bytesOf('x'), 0);
		await assert.rejects(
			appended,
			(error: unknown) => error instanceof BusError && error.code === 'unanswered',
		);
		await stateOf(bus, 'lost');
		server.resume();
		await stateOf(bus, 'connected');
	});
});

const isDenied = (state: BusState, words: RegExp) => {
	assert.equal(state.type, 'failed');
	assert.ok(state.type === 'failed');
	assert.match(state.error.message, words);
};

describe('a login', {skip: skipWithoutNats}, () => {
	const config = 'authorization { users: [{user: "desk", password: "se:cret/1"}] }';

	test('is read from the URL or the settings, and never shown', async t => {
		const server = await startFor(t, {config});
		const withLogin = server.url.replace('//', '//desk:se%3Acret%2F1@');
		for (const [url, settings] of [
			[withLogin, {}],
			[server.url, {user: 'desk', password: 'se:cret/1'}],
		] as const) {
			const bus = openFor(t, url, settings);
			await stateOf(bus, 'connected');
			assert.equal(bus.address, server.url);
		}
	});

	test('that is refused ends it, in the words of the server', async t => {
		const server = await startFor(t, {config});
		for (const url of [server.url, server.url.replace('//', '//desk:wrong@')]) {
			const bus = openFor(t, url);
			isDenied(await stateOf(bus, 'failed'), /authorization violation/i);
			assert.throws(() => bus.publish('c.now.a', new Uint8Array(bus.maxBytes() + 1)), BusError);
		}
	});

	test('by a token works, too', async t => {
		const server = await startFor(t, {config: 'authorization { token: "t0ken" }'});
		const bus = openFor(t, server.url.replace('//', '//t0ken@'));
		await stateOf(bus, 'connected');
	});
});

test('what may not be published is told of', {skip: skipWithoutNats}, async t => {
	const permissions = '{publish: ["c.now.a"], subscribe: ["c.ask.>"]}';
	const config = `authorization { users: [{user: "a", password: "a"}, {user: "b", password: "b", permissions: ${permissions}}] }`;
	const server = await startFor(t, {config});
	const [one, other] = ['a', 'b'].map(user => openFor(t, server.url, {user, password: user}));
	assert.ok(one && other);
	await Promise.all([stateOf(one, 'connected'), stateOf(other, 'connected')]);
	const refused: string[] = [];
	const isRefused = (words: string) =>
		new Promise<void>(resolve => {
			other.onRefused(({code, message}) => {
				refused.push(`${code}: ${message}`);
				if (message.endsWith(words)) resolve();
			});
		});
	// Before what is refused, so that the server listens for it by the time of the answer.
	other.answer('c.ask.>', question => question.answer(bytesOf('y')));
	const published = isRefused('c.now.b');
	other.publish('c.now.a', bytesOf('x'));
	other.publish('c.now.b', bytesOf('x'));
	await published;
	assert.deepEqual(refused, ['denied: the server does not allow to publish to c.now.b']);
	// The name that an answer goes to is another each time.
	const answered = isRefused('_INBOX.>');
	const asked = one.ask('c.ask.a', bytesOf('x'), {timeoutMs: 500});
	await assert.rejects(asked, {code: 'unanswered'});
	await answered;
	assert.equal(refused.at(-1), 'denied: the server does not allow to publish to _INBOX.>');
	// Of what may not be listened to, nothing will ever come.
	const ended = stateOf(other, 'failed');
	other.ask('c.ask.b', bytesOf('x'), {timeoutMs: 500}).catch(() => undefined);
	isDenied(await ended, /does not allow to subscribe to _INBOX\.>/);
});

describe('a login by a file', {skip: skipWithoutNats}, () => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-login-'));
	after(() => rmSync(folder, {recursive: true, force: true}));

	/** Lets in who has the file, and stores for him; not who has none, or one of somebody else. */
	const check = async (
		t: TestContext,
		config: string,
		given: object,
		wrong: object,
		secret: string,
	) => {
		const server = await startFor(t, {config});
		const bus = openFor(t, server.url, given);
		await stateOf(bus, 'connected');
		await bus.ensure(contractStreams);
		assert.equal(await bus.store('c.log.file.mark', bytesOf('x')), 1);
		for (const settings of [{}, wrong]) {
			const refused = openFor(t, server.url, settings);
			const state = await stateOf(refused, 'failed');
			isDenied(state, /authorization violation/i);
			assert.doesNotMatch(JSON.stringify(state), new RegExp(secret));
		}
	};

	test('of an nkey works', async t => {
		const own = makeNkey(folder);
		const config = `authorization { users: [{nkey: ${own.publicKey}}] }`;
		const other = makeNkey(mkdtempSync(join(folder, 'other-')));
		await check(t, config, {nkeyFile: own.file}, {nkeyFile: other.file}, other.seed);
	});

	test('of credentials works', async t => {
		const own = makeCredentials(folder);
		const other = makeCredentials(mkdtempSync(join(folder, 'other-')));
		await check(t, own.config, {credsFile: own.file}, {credsFile: other.file}, other.seed);
	});

	test('that is not there, or holds something else, is named', async t => {
		const server = await startFor(t);
		const path = join(folder, 'none');
		for (const settings of [{nkeyFile: path}, {credsFile: path}]) {
			const bus = openFor(t, server.url, settings);
			isDenied(await stateOf(bus, 'failed'), /none cannot be read \(ENOENT\)/);
		}
		const garbage = join(folder, 'garbage');
		writeFileSync(garbage, 'SUGARBAGE\n');
		for (const settings of [{nkeyFile: garbage}, {credsFile: garbage}]) {
			const bus = openFor(t, server.url, settings);
			const state = await stateOf(bus, 'failed');
			isDenied(state, /garbage holds no/);
			assert.doesNotMatch(JSON.stringify(state), /SUGARBAGE/);
		}
	});
});

describe('a way over TLS', {skip: skipWithoutNats || skipWithoutOpenssl}, () => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-tls-'));
	after(() => rmSync(folder, {recursive: true, force: true}));

	test('is taken with the certificates of an authority of our own', async t => {
		const {caFile, server: own, client} = makeCertificates(folder);
		const config = `tls { cert_file: "${own.certFile}", key_file: "${own.keyFile}", ca_file: "${caFile}", verify: true }`;
		const server = await startFor(t, {config});
		for (const url of [server.url, server.url.replace('nats:', 'tls:')]) {
			const bus = openFor(t, url, {caFile, ...client});
			await stateOf(bus, 'connected');
			await bus.ensure(contractStreams);
			assert.ok((await bus.store('c.log.tls.mark', bytesOf('x'))) > 0);
		}
		const named = server.url.replace('127.0.0.1', 'localhost');
		const refusals: readonly (readonly [Partial<NatsSettings>, RegExp, string?])[] = [
			[{...client}, /certificate/i],
			[{caFile}, /certificate|closed|lost|reset/i],
			// The certificate is of the number alone.
			[{caFile, ...client}, /altnames/, named],
			[{caFile: join(folder, 'none')}, /none cannot be read \(ENOENT\)/],
		];
		for (const [settings, words, url = server.url] of refusals) {
			const bus = openFor(t, url, settings);
			const state = await new Promise<BusState>(resolve => bus.onState(resolve));
			const told =
				state.type === 'failed' ? state.error.message : 'reason' in state && state.reason;
			assert.match(String(told), words);
		}
	});
});

test('what is no NATS writes nothing of its own to stdout', async () => {
	const server = createServer(socket => {
		socket.on('error', () => undefined);
		socket.write(
			'INFO {"server_id":"x","version":"2.10.0","max_payload":1048576,"jetstream":true}\r\n',
		);
		socket.on('data', (data: Buffer) => {
			if (data.includes('PING')) socket.write('PONG\r\n\u0000GARBAGE {"}\r\n');
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as AddressInfo;
	const url = `nats://127.0.0.1:${port}`;
	const {code, stdout, stderr} = await runProgram(['markets', '--nats', url]);
	server.close();
	assert.equal(code, 1);
	assert.deepEqual(stdout, []);
	assert.doesNotMatch(stderr, /reader closed|\bat \S+:\d+/);
});

test('a test server starts once, however many ask', {skip: skipWithoutNats}, async t => {
	const server = await startFor(t);
	await server.kill();
	await Promise.all([server.restart(), server.restart()]);
	const pid = server.pid();
	await server.restart();
	assert.equal(server.pid(), pid);
	await server.kill();
	assert.throws(() => process.kill(pid, 0), /ESRCH/);
});

describe('a server that cannot be used', {skip: skipWithoutNats}, () => {
	test('because it does not store is said so at once', async t => {
		const server = await startFor(t, {hasStore: false});
		const bus = openFor(t, server.url);
		isDenied(await stateOf(bus, 'failed'), /does not store messages: start it with JetStream/);
	});

	test('because it has no TLS is told of, again and again', async t => {
		const server = await startFor(t);
		const bus = openFor(t, server.url.replace('nats:', 'tls:'));
		const state = await new Promise<BusState>(resolve => bus.onState(resolve));
		assert.ok(state.type === 'connecting');
		assert.match(state.reason ?? '', /tls/);
	});
});
