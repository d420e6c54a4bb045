import {randomBytes} from 'node:crypto';
import type {FaultSite} from '../fault-site.js';
import {createCatalogue} from '../kit/catalogue.js';
import {parseFields, textsIn} from '../kit/fields.js';
import {sendPings} from '../kit/habits.js';
import type {Line} from '../kit/line.js';
import type {CreateProtocol} from '../kit/protocol.js';
import {gateQuestions} from './rest.js';
import {createGateStreams} from './streams.js';

/** A request's time may be as far off as this; it is told in whole seconds. */
const mostSkewMs = 61_000;

const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');

type Request = {
	readonly id: unknown;
	readonly channel: string;
	readonly event: string;
	readonly payload: readonly string[];
};

type Streams = ReturnType<typeof createGateStreams>;

const nameOf = (channel: string, payload: string) => `${channel} ${payload}`;

/** All that is named, or why nothing is subscribed to. */
const find = (line: Line, {channel, payload}: Request, streams: Streams) => {
	const named = streams(channel, payload);
	const found = named.filter(stream => stream !== null);
	const isTwice = payload.some(name => line.subscriptions.has(nameOf(channel, name)));
	const refusal = line.takeRefusal();
	if (refusal !== null) return {found: [], refusal};
	if (!isTwice && found.length > 0 && found.length === named.length) return {found, refusal};
	return {found: [], refusal: `Alert sub ${payload.join(',')}`};
};

/** Its part of a connection, whatever the streams come from. */
export const openGate =
	({time, clock}: FaultSite, streams: Streams) =>
	(line: Line) => {
		const connection = randomHex(8);
		const seconds = () => Math.floor(time() / 1000);
		sendPings(line, clock, {everyMs: 20_000, withinMs: 60_000});

		const answer = ({id, channel, event, payload}: Request, error: object | null) => {
			line.reply({
				time: seconds(),
				time_ms: time(),
				...(id === undefined ? {} : {id}),
				conn_id: connection,
				trace_id: randomHex(16),
				channel,
				event,
				payload,
				...(error ? {error} : {}),
				result: {status: error ? 'fail' : 'success'},
			});
		};

		return (text: string) => {
			const {time: sentAt, id, channel = '', event = '', payload} = parseFields(text);
			const request = {
				id,
				channel: String(channel),
				event: String(event),
				payload: textsIn(payload),
			};
			const isTimely = Math.abs(Number(sentAt) * 1000 - time()) <= mostSkewMs;
			if (channel === 'spot.ping')
				line.reply({time: seconds(), channel: 'spot.pong', event: '', error: null, result: null});
			else if (event === 'subscribe' && isTimely) {
				const {found, refusal} = find(line, request, streams);
				answer(request, refusal === null ? null : {code: 2, message: refusal});
				for (const [index, stream] of found.entries())
					line.subscribe(nameOf(request.channel, request.payload[index] ?? ''), stream);
			} else if (event === 'unsubscribe' && isTimely) {
				for (const name of request.payload) line.subscriptions.stop(nameOf(request.channel, name));
				answer(request, null);
			} else answer(request, {code: 1, message: 'Invalid request'});
		};
	};

/** Gate's spot market data, v4: https://www.gate.com/docs/developers/apiv4/ws/en/ */
export const createSimulatedGate: CreateProtocol = options => {
	const {time} = options.site;
	const catalogue = createCatalogue('gate', options);
	return {
		path: '/ws/v4/',
		open: openGate(options.site, createGateStreams(catalogue, time)),
		questions: gateQuestions(options, catalogue),
		limits: {connects: {most: 300, inMs: 300_000}, requests: {most: 200, inMs: 10_000}},
		tricks: {errorBody: message => JSON.stringify({label: 'SERVER_ERROR', message})},
	};
};
