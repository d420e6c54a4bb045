import {randomBytes} from 'node:crypto';
import {createCatalogue} from '../kit/catalogue.js';
import {parseFields} from '../kit/fields.js';
import {endIdle} from '../kit/habits.js';
import {longSides} from '../kit/level-forms.js';
import type {Line} from '../kit/line.js';
import type {CreateProtocol} from '../kit/protocol.js';
import type {Stream} from '../kit/streams.js';
import type {RunningMarket} from '../market-runner.js';
import {createIds, type Ids} from './ids.js';
import {okxError, okxQuestions} from './rest.js';
import {createOkxStreams} from './streams.js';

/** Where nothing was said for so long, the server ends it. */
const idleMs = 30_000;

const kinds = ['books', 'trades'] as const;
const forMembers = new Set(['books-l2-tbt', 'books50-l2-tbt']);

type Arg = {readonly channel?: unknown; readonly instId?: unknown};

type Streams = ReturnType<typeof createOkxStreams>;

type Refusal = {readonly code: string; readonly msg: string};

const find = (streams: Streams, {channel, instId}: Arg): Stream | Refusal => {
	const kind = kinds.find(name => name === channel);
	if (forMembers.has(String(channel))) return {code: '60011', msg: 'Please log in'};
	const names = `channel:${String(channel)},instId:${String(instId)}`;
	const msg = `Wrong URL or ${names} doesn't exist. Please use the correct URL, channel and parameters referring to API document.`;
	return (kind && streams.find(kind, String(instId))) ?? {code: '60018', msg};
};

const isRefusal = (found: Stream | Refusal): found is Refusal => 'code' in found;

/** Its part of a connection, whatever the streams come from. */
export const openOkx = (streams: Streams) => (line: Line) => {
	const connId = randomBytes(4).toString('hex');
	endIdle(line, idleMs);

	const refuse = ({code, msg}: Refusal, id: object) => {
		line.reply({...id, event: 'error', code, msg, connId});
	};
	const change = (op: 'subscribe' | 'unsubscribe', arg: Arg, id: object) => {
		const name = `${String(arg.channel)} ${String(arg.instId)}`;
		const refusal = op === 'subscribe' ? line.takeRefusal() : null;
		const found = refusal === null ? find(streams, arg) : {code: '60014', msg: refusal};
		if (isRefusal(found)) {
			refuse(found, id);
			return;
		}
		line.reply({...id, event: op, arg, connId});
		// Subscribed to twice, it begins anew.
		if (op === 'subscribe') line.subscribe(name, found);
		else line.subscriptions.stop(name);
	};

	return (text: string) => {
		if (text === 'ping') {
			line.reply('pong');
			return;
		}
		const {id: given, op, args} = parseFields(text);
		const id = given === undefined ? {} : {id: given};
		if ((op !== 'subscribe' && op !== 'unsubscribe') || !Array.isArray(args))
			refuse({code: '60012', msg: `Invalid request: ${text.slice(0, 100)}`}, id);
		else for (const arg of args as readonly Arg[]) change(op, arg, id);
	};
};

/** OKX's spot market data, v5: https://www.okx.com/docs-v5/en/ */
export const createSimulatedOkx: CreateProtocol = options => {
	const {site, runner} = options;
	const catalogue = createCatalogue('okx', options);
	const ids = new Map<string, Ids>();
	const idsOf = ({listing: {market}}: RunningMarket): Ids => {
		const known = ids.get(market) ?? createIds();
		ids.set(market, known);
		return known;
	};
	const hasFirst = () => !site.isIn('no-snapshot');
	return {
		path: '/ws/v5/public',
		open: openOkx(createOkxStreams({catalogue, idsOf, hasFirst})),
		questions: okxQuestions(options, catalogue, idsOf),
		limits: {connects: {most: 3, inMs: 1000}, requests: {most: 20, inMs: 2000}},
		tricks: {
			levels: {after: longSides, level: (price, size) => `["${price}","${size}","0","1"]`},
			errorBody: message => JSON.stringify(okxError('50011', message)),
			errorIn200: () => JSON.stringify(okxError('50001', 'Service temporarily unavailable')),
			notice: JSON.stringify({
				event: 'notice',
				code: '64008',
				msg: 'The connection will soon be closed for a service upgrade. Please reconnect.',
				connId: 'a4d3ae55',
			}),
			restartIds() {
				for (const market of runner.running()) idsOf(market).restart(market.books.okx.sequence);
			},
		},
	};
};
