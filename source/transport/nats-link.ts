import {jetstream, jetstreamManager, type JetStreamManager} from '@nats-io/jetstream';
import {
	credsAuthenticator,
	nkeyAuthenticator,
	tokenAuthenticator,
	usernamePasswordAuthenticator,
	type Authenticator,
	type NatsConnection,
} from '@nats-io/transport-node';
import type {Clock} from '../clock.js';
import {BusError} from './bus.js';
import type {NatsAddress, NatsLogin} from './nats-address.js';
import {dialNats} from './nats-dial.js';
import {toBusError} from './nats-errors.js';
import {readSecret, trimmed} from './nats-files.js';
import {createRequests, type Requests} from './nats-requests.js';
import {toTls} from './nats-tls.js';

/** A stream's servers are asked each for what is stored, `direct`, or the stream itself; null until one answered. */
export type ReadingWay = 'direct' | 'stream' | null;

/** One connection to a server: never mended, the next one is another. */
export type NatsLink = {
	readonly nc: NatsConnection;
	readonly jsm: JetStreamManager;
	/** Of what is stored: each is answered by the server. */
	readonly requests: Pick<Requests, 'ask'>;
	/** Bytes that the server takes in one message. */
	readonly maxPayload: number;
	/** Of the server: `2.9.10`. */
	readonly version: string;
	/** Whether the server stores streams in less room. */
	readonly canCompress: boolean;
	/** How the newest message of a subject is to be had. */
	readonly reading: {way: ReadingWay};
	/** Other servers of its cluster, `host:port`. */
	readonly others: readonly string[];
	/** Tells its end. Returns a way not to be told. */
	onEnd(listener: () => void): () => void;
	hasEnded(): boolean;
};

export type LinkOptions = {
	readonly address: NatsAddress;
	/** `host:port`, tried in an order of chance. */
	readonly servers: readonly string[];
	/** How the server's operators see us. */
	readonly name: string;
	readonly clock: Pick<Clock, 'now' | 'after'>;
};

/** Of one try, in milliseconds. */
const patienceMs = 5000;

/** A connection is lost after two of these without an answer, in milliseconds. */
const pingMs = 1000;
const maxPingsOut = 2;

/** What is asked of a server, in milliseconds. */
const answerMs = 2000;

const leastVersion = [2, 9] as const;

/** Throws where a file holds no login; what it holds is not told. */
const checkLogin = (login: Authenticator, path: string, what: string): Authenticator => {
	try {
		// As the server would ask.
		login('nonce');
	} catch {
		throw new BusError('denied', `${path} holds no ${what}`);
	}
	return login;
};

const toAuthenticator = async (login: NatsLogin): Promise<Authenticator> => {
	switch (login.type) {
		case 'password':
			return usernamePasswordAuthenticator(login.user, login.password);
		case 'token':
			return tokenAuthenticator(login.token);
		case 'nkey': {
			const {path} = login;
			return checkLogin(nkeyAuthenticator(trimmed(await readSecret(path))), path, 'nkey');
		}
		case 'creds': {
			const {path} = login;
			return checkLogin(credsAuthenticator(await readSecret(path)), path, 'credentials');
		}
	}
};

/** Numbers of `2.10.27` or `2.11.0-RC.1`. */
const toVersion = (text: string): readonly number[] =>
	text.split(/[.-]/, 3).map(part => Number.parseInt(part, 10));

const isAtLeast = ([major = 0, minor = 0]: readonly number[], least: readonly [number, number]) =>
	major > least[0] || (major === least[0] && minor >= least[1]);

/** Throws where the server cannot be used; one that does not let us ask whether it stores is taken at its word. */
const check = async (nc: NatsConnection, jsm: JetStreamManager): Promise<void> => {
	const {version = '0', jetstream: stores} = nc.info ?? {};
	if (!isAtLeast(toVersion(version), leastVersion))
		throw new BusError('failed', `the server is version ${version}: 2.9 is needed at the least`);
	if (stores) return;
	try {
		// A server of a cluster may have others that store.
		await jsm.getAccountInfo();
	} catch (error) {
		const {code} = toBusError(error, 'unanswered');
		if (code === 'denied') return;
		if (code === 'unanswered') throw new BusError(code, 'the server did not say whether it stores');
		throw new BusError('nobody', 'the server does not store messages: start it with JetStream');
	}
};

const dial = async ({address, servers, name}: LinkOptions): Promise<NatsConnection> => {
	const {login, tls} = address;
	return dialNats({
		servers: [...servers],
		name,
		timeout: patienceMs,
		pingInterval: pingMs,
		maxPingOut: maxPingsOut,
		// We make the next one ourselves: what is under way then ends at once, and nothing old is sent late.
		reconnect: false,
		ignoreClusterUpdates: true,
		noAsyncTraces: true,
		...(login && {authenticator: await toAuthenticator(login)}),
		...(tls && {tls: await toTls(tls, servers)}),
	});
};

/**
 * Connects once. Rejects with a `BusError`: `denied` and `failed` are final, others are worth another try; `nobody`
 * where none stores, which one that leads to others may find out for a while.
 */
export const openLink = async (options: LinkOptions): Promise<NatsLink> => {
	let nc: NatsConnection;
	try {
		nc = await dial(options);
	} catch (error) {
		throw toBusError(error, 'not-connected');
	}
	const manager = await jetstreamManager(nc, {checkAPI: false, timeout: answerMs});
	try {
		await check(nc, manager);
	} catch (error) {
		await nc.close();
		throw error;
	}
	const {
		max_payload: maxPayload = 1_048_576,
		version = '0',
		connect_urls: others = [],
	} = nc.info ?? {};
	const requests = createRequests(nc, {clock: options.clock, patienceMs: answerMs});
	const listeners = new Set<() => void>();
	let isOver = false;
	void nc.closed().then(() => {
		isOver = true;
		requests.end();
		for (const listener of listeners) listener();
	});
	return {
		...{nc, jsm: manager, requests, maxPayload, version, others},
		reading: {way: null},
		canCompress: isAtLeast(toVersion(version), [2, 10]),
		onEnd(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		hasEnded: () => isOver,
	};
};

/** The consumers of a link. */
export const consumersOf = ({nc}: NatsLink) => jetstream(nc, {timeout: answerMs}).consumers;
