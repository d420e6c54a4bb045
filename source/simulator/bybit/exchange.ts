import {randomBytes} from 'node:crypto';
import {createCatalogue} from '../kit/catalogue.js';
import {parseFields, textsIn} from '../kit/fields.js';
import {endIdle} from '../kit/habits.js';
import type {Line} from '../kit/line.js';
import type {CreateProtocol} from '../kit/protocol.js';
import type {Stream} from '../kit/streams.js';
import {bybitError, bybitQuestions} from './rest.js';
import {createBybitStreams, createCounter, type Counter} from './streams.js';

const idleMs = 600_000;
const mostTopics = 10;

type Streams = ReturnType<typeof createBybitStreams>;

const kinds = [
	'orderbook.1000',
	'orderbook.200',
	'orderbook.50',
	'orderbook.1',
	'publicTrade',
] as const;

const find = (streams: Streams, topic: string): Stream | null => {
	const kind = kinds.find(name => topic.startsWith(`${name}.`));
	return kind ? streams.find(kind, topic.slice(kind.length + 1)) : null;
};

/** Why a request for topics is refused as a whole; null where it is not. */
const refusalOf = (line: Line, topics: readonly string[], streams: Streams): string | null => {
	const refusal = line.takeRefusal();
	if (refusal !== null) return refusal;
	if (topics.length > mostTopics) return `args size >${String(mostTopics)}`;
	const unknown = topics.filter(topic => !find(streams, topic));
	return unknown.length > 0 ? `Invalid symbol :[${unknown.join(',')}]` : null;
};

/** Its part of a connection, whatever the streams come from. */
export const openBybit = (streams: Streams) => (line: Line) => {
	const connection = `${randomBytes(10).toString('hex')}-${randomBytes(2).toString('hex')}`;
	endIdle(line, idleMs);

	/** It does not name what it is about. */
	const answer = (isSuccess: boolean, message: string, op: unknown) => {
		line.reply({success: isSuccess, ret_msg: message, conn_id: connection, op});
	};

	const subscribe = (topics: readonly string[]) => {
		const refusal = refusalOf(line, topics, streams);
		answer(refusal === null, refusal ?? 'subscribe', 'subscribe');
		if (refusal !== null) return;
		for (const topic of topics) {
			const stream = find(streams, topic);
			if (stream) line.subscribe(topic, stream);
		}
	};

	return (text: string) => {
		const {op, args} = parseFields(text);
		if (op === 'ping') answer(true, 'pong', op);
		else if (op === 'subscribe') subscribe(textsIn(args));
		else if (op === 'unsubscribe') {
			for (const topic of textsIn(args)) line.subscriptions.stop(topic);
			answer(true, '', op);
		} else answer(false, 'Params Error', op ?? '');
	};
};

/** Bybit's spot market data, v5: https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook */
export const createSimulatedBybit: CreateProtocol = options => {
	const {time} = options.site;
	const catalogue = createCatalogue('bybit', options);
	const counters = new Map<string, Counter>();
	const counterOf = (topic: string): Counter => {
		const counter = counters.get(topic) ?? createCounter(topic);
		counters.set(topic, counter);
		return counter;
	};
	return {
		path: '/v5/public/spot',
		open: openBybit(createBybitStreams({catalogue, counterOf, time})),
		questions: bybitQuestions(options, catalogue, counterOf),
		limits: {connects: {most: 500, inMs: 300_000}, requests: {most: 600, inMs: 5000}},
		tricks: {
			errorBody: message => JSON.stringify(bybitError(10006, message, time())),
			errorIn200: () => JSON.stringify(bybitError(10006, 'Too many visits!', time())),
			restartIds() {
				for (const counter of counters.values()) counter.restart();
			},
		},
	};
};
