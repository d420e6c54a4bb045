import {randomUUID} from 'node:crypto';
import type {FaultSite} from '../fault-site.js';
import {startHeartbeat} from './heartbeat.js';
import {encodeHuobi} from './text.js';
import type {HuobiTopic} from './topic.js';
import type {HuobiPath, HuobiTopics} from './topics.js';
import {createOutlet} from '../outlet.js';
import type {Peer} from '../peer.js';
import type {Wire} from '../wire.js';

export type HuobiSocketOptions = {
	readonly socket: Peer;
	readonly wire: Wire;
	readonly site: FaultSite;
	readonly path: HuobiPath;
	readonly topics: HuobiTopics;
};

type Request = {
	readonly id?: unknown;
	readonly sub?: unknown;
	readonly unsub?: unknown;
	readonly req?: unknown;
	readonly pong?: unknown;
	readonly ping?: unknown;
	/** Of a `req` for klines, in epoch seconds. */
	readonly from?: unknown;
	readonly to?: unknown;
};

const requestSpacingMs = 100;

/** Null for what is no JSON object. */
const parseRequest = (text: string): Request | null => {
	try {
		const value = JSON.parse(text) as unknown;
		return typeof value === 'object' && value !== null ? (value as Request) : null;
	} catch {
		return null;
	}
};

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** A topic or an array of them. */
const namesOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

export const serveHuobiSocket = (options: HuobiSocketOptions): void => {
	const {socket, wire, site, path, topics} = options;
	const {clock} = site;
	const encode = encodeHuobi;
	const outlet = createOutlet({socket, wire, clock, encode, isCombined: () => false});
	const leaveSite = site.join(outlet);
	const heartbeat = startHeartbeat(outlet, site, randomUUID());
	const subscriptions = new Map<string, () => void>();
	let requestedAt = -Infinity;

	const reply = (text: string) => {
		outlet.send({kind: 'reply', text});
	};

	/** A reply's id is of the type it was sent with, and left out where it was. */
	const accept = (id: unknown, verb: 'subbed' | 'unsubbed', named: unknown) => {
		reply(JSON.stringify({id, status: 'ok', [verb]: named, ts: site.time()}));
	};

	const refuse = (id: unknown, message: string) => {
		reply(
			JSON.stringify({
				status: 'error',
				ts: site.time(),
				id,
				'err-code': 'bad-request',
				'err-msg': message,
			}),
		);
	};

	/** The topics of all names; null, and the first that is none refused. */
	const findAll = (id: unknown, names: readonly string[]): HuobiTopic[] | null => {
		const found: HuobiTopic[] = [];
		for (const name of names) {
			const result = topics.find(path, name);
			if (result.type === 'error') {
				refuse(id, result.message);
				return null;
			}
			found.push(result.topic);
		}
		return found;
	};

	const subscribe = (id: unknown, sub: unknown) => {
		const names = namesOf(sub);
		const found = findAll(id, names);
		if (!found) return;
		const refusal = site.takeSub();
		if (refusal !== null) {
			refuse(id, refusal);
			return;
		}
		accept(id, 'subbed', sub);
		for (const [index, topic] of found.entries()) {
			const name = names[index] ?? '';
			// Subscribed twice, a topic is acknowledged and pushed anew, then told of once.
			subscriptions.get(name)?.();
			const leave = topic.subscribe(text => {
				outlet.send({kind: 'data', channel: name, text});
			});
			subscriptions.set(name, leave);
		}
	};

	const unsubscribe = (id: unknown, unsub: unknown) => {
		const names = namesOf(unsub);
		const unknown = names.find(name => !subscriptions.has(name));
		if (unknown !== undefined) {
			refuse(id, `unsub with not subbed topic ${unknown}`);
			return;
		}
		for (const name of names) {
			subscriptions.get(name)?.();
			subscriptions.delete(name);
		}
		accept(id, 'unsubbed', unsub);
	};

	const request = ({id, req, from, to}: Request) => {
		const isTooSoon = clock.now() - requestedAt < requestSpacingMs;
		requestedAt = clock.now();
		if (isTooSoon) {
			refuse(id, '429 too many request');
			return;
		}
		const [topic] = findAll(id, [String(req)]) ?? [];
		const range = {...(isNumber(from) ? {from} : {}), ...(isNumber(to) ? {to} : {})};
		const answer = topic?.request(range) ?? null;
		if (answer === null) return;
		const send = () => {
			const head = JSON.stringify({id, status: 'ok', ts: site.time(), rep: req});
			reply(`${head.slice(0, -1)},"data":${answer.data}}`);
		};
		if (answer.delayMs === 0) send();
		else site.after(answer.delayMs, send);
	};

	socket.on('message', message => {
		const received = parseRequest((message as Buffer).toString());
		if (!received) refuse(undefined, 'not json, is not json string');
		else if (received.pong !== undefined) heartbeat.pong(received.pong);
		else if (received.sub !== undefined) subscribe(received.id, received.sub);
		else if (received.unsub !== undefined) unsubscribe(received.id, received.unsub);
		else if (received.req !== undefined) request(received);
		// Not documented here; an exchange of the same protocol answers so.
		else if (received.ping !== undefined) reply(JSON.stringify({pong: received.ping}));
		else refuse(received.id, 'invalid topic');
	});
	socket.on('close', () => {
		leaveSite();
		heartbeat.stop();
		for (const leave of subscriptions.values()) leave();
		subscriptions.clear();
	});
};
