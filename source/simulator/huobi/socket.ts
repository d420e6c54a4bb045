import {randomUUID} from 'node:crypto';
import type {FaultSite} from '../fault-site.js';
import {startHeartbeat} from './heartbeat.js';
import {encodeHuobi} from './text.js';
import type {HuobiTopic} from './topic.js';
import type {HuobiPath, HuobiTopics} from './topics.js';
import {createReplies, type Replies} from './replies.js';
import {createSubscriptions} from './subscriptions.js';
import {createOutlet} from '../outlet.js';
import type {Peer} from '../peer.js';
import type {Wire} from '../wire.js';

export type HuobiSocketOptions = {
	readonly socket: Peer;
	readonly wire: Wire;
	readonly site: FaultSite;
	readonly path: HuobiPath;
	readonly topics: Pick<HuobiTopics, 'find'>;
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

/** Answers `req`, no two of them closer than the exchange lets them be. */
const createAnswers = (
	site: FaultSite,
	replies: Replies,
	find: (id: unknown, name: string) => HuobiTopic | null,
) => {
	let requestedAt = -Infinity;
	return ({id, req, from, to}: Request) => {
		const now = site.clock.now();
		const isTooSoon = now - requestedAt < requestSpacingMs;
		requestedAt = now;
		if (isTooSoon) {
			replies.refuse(id, '429 too many request');
			return;
		}
		const range = {...(isNumber(from) ? {from} : {}), ...(isNumber(to) ? {to} : {})};
		const answer = find(id, String(req))?.request(range) ?? null;
		if (answer === null) return;
		const send = () => {
			const head = JSON.stringify({id, status: 'ok', ts: site.time(), rep: req});
			replies.send(`${head.slice(0, -1)},"data":${answer.data}}`);
		};
		if (answer.delayMs === 0) send();
		else site.after(answer.delayMs, send);
	};
};

export const serveHuobiSocket = (options: HuobiSocketOptions): void => {
	const {socket, wire, site, path, topics} = options;
	const {clock} = site;
	const encode = encodeHuobi;
	const outlet = createOutlet({socket, wire, clock, encode, isCombined: () => false});
	const leaveSite = site.join(outlet);
	const heartbeat = startHeartbeat(outlet, site, randomUUID());
	const replies = createReplies(outlet, site);

	/** Null for what is none, which is refused. */
	const find = (id: unknown, name: string): HuobiTopic | null => {
		const result = topics.find(path, name);
		if (result.type === 'topic') return result.topic;
		replies.refuse(id, result.message);
		return null;
	};
	const subscriptions = createSubscriptions({
		replies,
		find,
		takeRefusal: site.takeSub,
		push(channel, text) {
			outlet.send({kind: 'data', channel, text});
		},
	});
	const request = createAnswers(site, replies, find);

	socket.on('message', message => {
		const received = parseRequest((message as Buffer).toString());
		if (!received) replies.refuse(undefined, 'not json, is not json string');
		else if (received.pong !== undefined) heartbeat.pong(received.pong);
		else if (received.sub !== undefined) subscriptions.subscribe(received.id, received.sub);
		else if (received.unsub !== undefined) subscriptions.unsubscribe(received.id, received.unsub);
		else if (received.req !== undefined) request(received);
		// Not documented here; an exchange of the same protocol answers so.
		else if (received.ping !== undefined) replies.send(JSON.stringify({pong: received.ping}));
		else replies.refuse(received.id, 'invalid topic');
	});
	socket.on('close', () => {
		leaveSite();
		heartbeat.stop();
		subscriptions.end();
	});
};
