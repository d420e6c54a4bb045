import type {FaultSite} from '../fault-site.js';
import {createCatalogue} from '../kit/catalogue.js';
import {fieldsOf, parseFields, textsIn} from '../kit/fields.js';
import {beat} from '../kit/habits.js';
import {longSides} from '../kit/level-forms.js';
import type {Line} from '../kit/line.js';
import type {CreateProtocol} from '../kit/protocol.js';
import type {Stream} from '../kit/streams.js';
import {timeText} from '../kit/time-text.js';
import {krakenQuestions} from './rest.js';
import {createKrakenStreams, depths} from './streams.js';

/** A connection without a subscription is closed after a while. */
const unusedMs = 60_000;
const beatMs = 1000;

type Params = Readonly<Record<string, unknown>>;

type Streams = ReturnType<typeof createKrakenStreams>;

/** The depth that a book is served in; @default the one that is asked for */
type DepthOf = (symbol: string) => number | null;

const statusText = (system: string, connection: bigint) =>
	`{"channel":"status","type":"update","data":[{"version":"2.0.10","system":"${system}","api_version":"v2","connection_id":${String(connection)}}]}`;

/** Beyond 2^53. */
const firstConnection = 3_007_355_780_899_554_854n;

/** What one symbol of a request stands for, or why it is refused. */
const find = (streams: Streams, params: Params, symbol: string): Stream | string => {
	const {channel, depth = 10, snapshot = true} = params;
	const unknown = `Currency pair not supported ${symbol}`;
	if (channel === 'trade')
		return streams.find(snapshot === true ? 'tradeSnapshot' : 'trade', symbol) ?? unknown;
	if (channel !== 'book') return 'Subscription name invalid';
	const known = depths.find(levels => levels === depth);
	if (!known) return 'Subscription depth not supported';
	return streams.find(`book${known}`, symbol) ?? unknown;
};

/** The fields of a reply that tell what it is about. */
const resultOf = (
	method: string,
	{channel, depth = 10, snapshot = true}: Params,
	symbol: string,
	depthOf: DepthOf,
) => ({
	channel,
	...(channel === 'book' ? {depth: depthOf(symbol) ?? depth} : {}),
	...(method === 'subscribe' ? {snapshot} : {}),
	symbol,
});

const takeWith = (time: () => number, streams: Streams, line: Line, depthOf: DepthOf) => {
	const times = () => ({time_in: timeText(time(), 274), time_out: timeText(time(), 309)});

	const answer = (method: string, about: object, isSuccess: boolean, id: object) => {
		line.reply({method, ...about, success: isSuccess, ...times(), ...id});
	};
	const change = (method: 'subscribe' | 'unsubscribe', params: Params, id: object) => {
		for (const symbol of textsIn(params['symbol'])) {
			const name = `${String(params['channel'])} ${symbol}`;
			const isOn = line.subscriptions.has(name);
			const isNew = method === 'subscribe';
			const misfit = isNew ? 'Already subscribed' : 'Subscription Not Found';
			const refusal = (isNew ? line.takeRefusal() : null) ?? (isNew === isOn ? misfit : null);
			const found = refusal ?? find(streams, params, symbol);
			if (typeof found === 'string') {
				answer(method, {error: found}, false, id);
				continue;
			}
			answer(method, {result: resultOf(method, params, symbol, depthOf)}, true, id);
			if (isNew) line.subscribe(name, found);
			else line.subscriptions.stop(name);
		}
	};

	return (text: string) => {
		const {method, params, req_id: req} = parseFields(text);
		const id = req === undefined ? {} : {req_id: req};
		if (method === 'ping') line.reply({method: 'pong', ...id, ...times()});
		else if (method === 'subscribe' || method === 'unsubscribe')
			change(method, fieldsOf(params), id);
		else line.reply({error: 'Method is not supported', success: false, ...times(), ...id});
	};
};

/** Its part of a connection, whatever the streams come from. */
export const openKraken = (
	site: FaultSite,
	streamsOf: (line: Line) => Streams,
	depthOf: DepthOf = () => null,
) => {
	let connections = firstConnection;
	return (line: Line) => {
		line.reply(statusText(site.isIn('halted') ? 'maintenance' : 'online', connections++));
		beat(line, beatMs, () =>
			line.subscriptions.names().length > 0 ? '{"channel":"heartbeat"}' : null,
		);
		line.every(unusedMs, () => {
			if (line.subscriptions.names().length === 0) line.close(1000, 'no subscription');
		});
		return takeWith(site.time, streamsOf(line), line, depthOf);
	};
};

/** Kraken's spot market data, v2: https://docs.kraken.com/api/docs/websocket-v2/book */
export const createSimulatedKraken: CreateProtocol = options => {
	const {site} = options;
	const catalogue = createCatalogue('kraken', options);
	const streams = createKrakenStreams(catalogue);
	return {
		path: '/v2',
		open: openKraken(site, () => streams),
		questions: krakenQuestions(options, catalogue),
		limits: {connects: {most: 150, inMs: 600_000}, requests: {most: 10, inMs: 1000}},
		tricks: {
			levels: {after: longSides, level: (price, qty) => `{"price":${price},"qty":${qty}}`},
			errorBody: message => JSON.stringify({error: [`EGeneral:${message}`]}),
			errorIn200: () =>
				JSON.stringify({error: [`EService: Throttled: ${String(Math.ceil(site.time() / 1000))}`]}),
			notice: statusText('maintenance', firstConnection),
		},
	};
};
