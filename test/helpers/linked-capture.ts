import {gzipSync} from 'node:zlib';
import {toData, type CaptureEvent, type UntimedEvent} from '../../source/capture/capture-format.js';
import {between, createRandom, type Random} from '../../source/random.js';

/** How one exchange says on a connection what a book does. */
export type Dialect = {
	readonly exchange: 'binance' | 'huobi' | 'gate' | 'okx';
	open(connection: number): readonly UntimedEvent[];
	/** From the sequence before to this one. */
	update(connection: number, before: number, sequence: number): UntimedEvent;
	snapshot(connection: number, sequence: number): readonly UntimedEvent[];
	/** Whether a snapshot is of the stream, and brings what it tells. */
	readonly isPushed?: boolean;
	/** As `snapshot`, where a book needs none to begin. */
	audit?(connection: number, sequence: number): readonly UntimedEvent[];
};

/** The best bid's size tells the sequence: an old book shows. */
const bids = (sequence: number): [number, number][] => [[1, sequence]];
const texts = (levels: [number, number][]) => levels.map(level => level.map(String));

const packed = (connection: number, message: object): UntimedEvent => ({
	kind: 'ws',
	connection,
	...toData(gzipSync(JSON.stringify(message), {level: 1})),
});

const sent = (connection: number, message: object): UntimedEvent => ({
	kind: 'sent',
	connection,
	data: JSON.stringify(message),
});

const stream = 'steembtc@depth@100ms';

const huobi = (path: string, topic: string) => ({
	exchange: 'huobi' as const,
	open: (connection: number): readonly UntimedEvent[] => [
		{kind: 'open', url: `wss://api.huobi.pro/${path}`, connection},
		sent(connection, {sub: topic, id: 'sub-1'}),
		packed(connection, {id: 'sub-1', status: 'ok', subbed: topic, ts: 1}),
	],
});

const text = (connection: number, message: object): UntimedEvent => ({
	...{kind: 'ws', connection},
	data: JSON.stringify(message),
});

const gate = {
	topic: 'ob.STEEM_BTC.400',
	push: (connection: number, sequence: number, more: object): UntimedEvent =>
		text(connection, {
			channel: 'spot.obu',
			result: {t: sequence, ...more, s: gate.topic, u: sequence, b: texts(bids(sequence))},
			...{time_ms: sequence, event: 'update'},
		}),
};

const okx = {
	arg: {channel: 'books', instId: 'STEEM-BTC'},
	push: (connection: number, action: string, sequence: number, more: object): UntimedEvent => {
		const [bid = []] = texts(bids(sequence));
		const data = [{bids: [[...bid, '0', '1']], ts: '1', checksum: 0, seqId: sequence, ...more}];
		return text(connection, {arg: okx.arg, action, data});
	},
};

const mbp = 'market.steembtc.mbp.150';
const depth = 'market.steembtc.depth.step0';

export const dialects: Readonly<Record<string, Dialect>> = {
	binance: {
		exchange: 'binance',
		open: connection => [
			{kind: 'open', url: `wss://stream.binance.com:9443/stream?streams=${stream}`, connection},
		],
		update(connection, before, sequence) {
			const data = {e: 'depthUpdate', E: sequence, s: 'STEEMBTC', U: before + 1, u: sequence};
			const levels = {b: texts(bids(sequence)), a: []};
			return {kind: 'ws', connection, data: JSON.stringify({stream, data: {...data, ...levels}})};
		},
		snapshot: (_, sequence) => [
			{
				kind: 'http',
				url: 'https://api.binance.com/api/v3/depth?symbol=STEEMBTC&limit=1000',
				status: 200,
				data: JSON.stringify({
					lastUpdateId: sequence,
					bids: texts(bids(sequence)),
					asks: [['2', '1']],
				}),
			},
		],
	},
	mbp: {
		...huobi('feed', mbp),
		update: (connection, before, sequence) =>
			packed(connection, {
				...{ch: mbp, ts: sequence},
				tick: {seqNum: sequence, prevSeqNum: before, bids: bids(sequence), asks: []},
			}),
		snapshot: (connection, sequence) => [
			sent(connection, {req: mbp, id: 'req-2'}),
			packed(connection, {
				...{id: 'req-2', status: 'ok', rep: mbp, ts: sequence},
				data: {seqNum: sequence, bids: bids(sequence), asks: [[2, 1]]},
			}),
		],
	},
	depth: {
		...huobi('ws', depth),
		update: (connection, _, sequence) =>
			packed(connection, {
				...{ch: depth, ts: sequence},
				tick: {version: sequence, ts: sequence, bids: bids(sequence), asks: [[2, 1]]},
			}),
		snapshot: () => [],
		audit: (connection, sequence) => [
			sent(connection, {req: depth, id: 'req-2'}),
			packed(connection, {
				...{id: 'req-2', status: 'ok', rep: depth, ts: sequence},
				data: {version: sequence, ts: sequence, bids: bids(sequence), asks: [[2, 1]]},
			}),
		],
	},
};

/** Those whose snapshots come in the stream. */
export const pushedDialects: Readonly<Record<string, Dialect>> = {
	gate: {
		...{exchange: 'gate', isPushed: true},
		open: connection => [
			{kind: 'open', url: 'wss://api.gateio.ws/ws/v4/', connection},
			sent(connection, {channel: 'spot.obu', event: 'subscribe', payload: [gate.topic]}),
		],
		update: (connection, before, sequence) =>
			gate.push(connection, sequence, {U: before + 1, a: []}),
		snapshot: (connection, sequence) => [
			gate.push(connection, sequence, {full: true, a: [['2', '1']]}),
		],
	},
	okx: {
		...{exchange: 'okx', isPushed: true},
		open: connection => [
			{kind: 'open', url: 'wss://ws.okx.com:8443/ws/v5/public', connection},
			sent(connection, {op: 'subscribe', args: [okx.arg]}),
		],
		update: (connection, before, sequence) =>
			okx.push(connection, 'update', sequence, {prevSeqId: before, asks: []}),
		snapshot: (connection, sequence) => [
			okx.push(connection, 'snapshot', sequence, {prevSeqId: -1, asks: [['2', '1', '0', '1']]}),
		],
	},
};

/** One link of several that carry the same stream. Times in ms. */
type Link = {
	readonly number: number;
	readonly openedAt: number;
	/** Until then it is fed. */
	readonly fedUntil: number;
	/** Until then it has signs of life. */
	readonly aliveUntil: number;
	/** Whether the capture says that it ended. */
	readonly hasEnd: boolean;
	/** How much later than the others it is told. */
	readonly lagMs: number;
};

export type LinkedCapture = {
	readonly exchange: Dialect['exchange'];
	readonly events: readonly CaptureEvent[];
	readonly lengthMs: number;
	/** The newest sequence that any link has brought by then; null before the first. */
	newestAt(ms: number): number | null;
};

const lengthMs = 40_000;
const pingMs = 5000;

/** In any order: renewals, links lost without a word, numbers used again, a line that is there twice. */
const createLinks = (random: Random): readonly Link[] => {
	const count = 2 + Math.floor(random() * 2);
	const links: Link[] = [];
	for (let index = 0; index < count; index++) {
		const openedAt = index === 0 ? 0 : between(random, 1000, 30_000);
		const fedUntil = random() < 0.3 ? lengthMs : openedAt + between(random, 500, 25_000);
		const isHalfOpen = random() < 0.4;
		const before = links.find(({aliveUntil}) => aliveUntil < openedAt);
		const isAgain = random() < 0.4;
		links.push({
			number: isAgain && before ? before.number : isAgain && random() < 0.3 ? 1 : index + 1,
			openedAt,
			fedUntil,
			aliveUntil: isHalfOpen ? lengthMs : Math.min(fedUntil + 100, lengthMs),
			hasEnd: random() < 0.5,
			lagMs: random() < 0.5 ? 0 : between(random, 1, 400),
		});
	}
	return links.sort((one, other) => one.openedAt - other.openedAt);
};

type Timed = {readonly at: number; readonly event: UntimedEvent; readonly sequence?: number};

/** When the market changed, and to which sequence. */
const createChanges = (random: Random) => {
	const changes: {at: number; before: number; sequence: number}[] = [];
	let sequence = 100;
	for (let at = 50; at < lengthMs; at += between(random, 100, random() < 0.1 ? 4000 : 600)) {
		const before = sequence;
		sequence += between(random, 1, 3);
		changes.push({at, before, sequence});
	}
	return changes;
};

const tell = (dialect: Dialect, link: Link, changes: ReturnType<typeof createChanges>): Timed[] => {
	const {number, openedAt, fedUntil, aliveUntil, lagMs} = link;
	const at = (ms: number, events: readonly UntimedEvent[]) =>
		events.map(event => ({at: ms, event}));
	const told: Timed[] = at(openedAt, dialect.open(number));
	const heard = changes.filter(change => change.at >= openedAt && change.at <= fedUntil);
	for (const {at: when, before, sequence} of heard)
		told.push({
			at: Math.min(when + lagMs, lengthMs),
			event: dialect.update(number, before, sequence),
			sequence,
		});
	const [first] = heard;
	const known = changes.findLast(change => change.at <= (first?.at ?? openedAt) + 300);
	if (known && (first?.at ?? openedAt) + lagMs + 300 < fedUntil)
		told.push(
			...at((first?.at ?? openedAt) + lagMs + 300, dialect.snapshot(number, known.sequence)).map(
				one => (dialect.isPushed ? {...one, sequence: known.sequence} : one),
			),
		);
	for (let ms = openedAt + pingMs; ms < aliveUntil; ms += pingMs)
		told.push({at: ms, event: {kind: 'ping', connection: number}});
	if (link.hasEnd && aliveUntil < lengthMs)
		told.push({at: aliveUntil, event: {kind: 'close', connection: number, reason: 'gone'}});
	return told;
};

/** A capture of one stream on two or three links that begin and end in any order. */
export const linkedCapture = (dialect: Dialect, seed: string): LinkedCapture => {
	const random = createRandom(seed);
	const changes = createChanges(random);
	const links = createLinks(random);
	const isDoubled = random() < 0.15;
	const told = links
		.flatMap((link, index) => {
			const own = tell(dialect, link, changes);
			const [first] = own;
			return isDoubled && index === 0 && first ? [first, ...own] : own;
		})
		.sort((one, other) => one.at - other.at);
	return {
		exchange: dialect.exchange,
		events: told.map(({at, event}) => ({t: at, ...event})),
		lengthMs,
		newestAt(ms) {
			const brought = told.flatMap(({at, sequence}) => (at <= ms && sequence ? [sequence] : []));
			return brought.length > 0 ? Math.max(...brought) : null;
		},
	};
};
