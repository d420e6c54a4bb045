import {gzipSync} from 'node:zlib';
import {between, createRandom, type Random} from '../../../source/random.js';

/** How books and messages of a workload are made. */
export type WorkloadShape = {
	readonly id: string;
	/** As the tables name it. */
	readonly title: string;
	readonly kind: 'depth' | 'mbp' | 'step0';
	/** Of both sides together. */
	readonly levels: number;
	/** Levels that a message changes. */
	readonly changes: number;
	/** Part of them that lies anywhere in the book; the others lie near the best price. */
	readonly spread: number;
	readonly messages: number;
	/** Digits of prices and sizes after the point. */
	readonly decimals: readonly [price: number, size: number];
	/** Of the middle price, in steps of the smallest digit. */
	readonly midTick: number;
};

export type Pairs = readonly (readonly [price: string, size: string])[];

export type Workload = WorkloadShape & {
	readonly symbol: string;
	readonly topic: string;
	/** The book before the first message: best first. */
	readonly snapshot: {readonly id: number; readonly bids: Pairs; readonly asks: Pairs};
	/** As `ws` delivers them. What fills a book that no snapshot holds comes first, and is not measured. */
	readonly fill: readonly Buffer[];
	readonly stream: readonly Buffer[];
};

const startTime = 1_767_355_200_000;

/** Levels a side that a snapshot may hold. */
const snapshotLevels = 15_000;

type Side = 'bids' | 'asks';
const signs = {bids: -1, asks: 1} as const;

/** A book whose sides never meet: each has a place for a level at every step from the middle on. */
const createTruth = (shape: WorkloadShape, random: Random) => {
	const [priceDecimals, sizeDecimals] = shape.decimals;
	const isText = shape.kind === 'depth';
	const depth = shape.levels / 2;
	const text = (units: number, decimals: number) => {
		const value = (units / 10 ** decimals).toFixed(decimals);
		// Binance pads to eight digits; the numbers of Huobi have no zeros at the end.
		return isText ? Number(value).toFixed(8) : String(Number(value));
	};
	const level = (side: Side, rank: number, size: number): readonly [string, string] => [
		text(shape.midTick + signs[side] * rank, priceDecimals),
		text(size, sizeDecimals),
	];
	const newSize = () => between(random, 1, 999_999);
	const sizes = {
		bids: Array.from({length: depth}, newSize),
		asks: Array.from({length: depth}, newSize),
	};
	const pickRank = () =>
		random() < shape.spread
			? between(random, 1, depth)
			: Math.max(1, Math.ceil(Math.min(depth, 400) * random() ** 3));

	return {
		/** Changes so many levels of a side: some go, some come back. Best first, as all exchanges list them. */
		change(side: Side, count: number): Pairs {
			const ranks = new Set(Array.from({length: count}, pickRank));
			return [...ranks]
				.sort((one, other) => one - other)
				.map(rank => {
					const size = random() < 0.2 ? 0 : newSize();
					sizes[side][rank - 1] = size;
					return level(side, rank, size);
				});
		},
		/** Best first. */
		all: (side: Side): Pairs =>
			sizes[side].flatMap((size, index) => (size === 0 ? [] : [level(side, index + 1, size)])),
	};
};

/** The messages of one stream, as its exchange writes them. */
const createPrinter = ({kind}: WorkloadShape, symbol: string, topic: string) => {
	let time = startTime;
	let id = 1_000_000;
	const texts = (pairs: Pairs) => JSON.stringify(pairs);
	const numbers = (pairs: Pairs) => `[${pairs.map(pair => `[${pair.join()}]`).join()}]`;
	return {
		id: () => id,
		print(bids: Pairs, asks: Pairs): Buffer {
			time += 100;
			const before = id;
			id += 17;
			switch (kind) {
				case 'depth':
					return Buffer.from(
						`{"stream":"${topic}","data":{"e":"depthUpdate","E":${time},"s":"${symbol}","U":${before + 1},"u":${id},"b":${texts(bids)},"a":${texts(asks)}}}`,
					);
				case 'mbp':
					return gzipSync(
						`{"ch":"${topic}","ts":${time},"tick":{"seqNum":${id},"prevSeqNum":${before},"bids":${numbers(bids)},"asks":${numbers(asks)}}}`,
					);
				case 'step0':
					return gzipSync(
						`{"ch":"${topic}","ts":${time},"tick":{"bids":${numbers(bids)},"asks":${numbers(asks)},"version":${id},"ts":${time - 5}}}`,
					);
			}
		},
	};
};

const topicOf = {
	depth: 'steemusdt@depth@100ms',
	mbp: 'market.steemusdt.mbp.150',
	step0: 'market.steemusdt.depth.step0',
};

/** The same shape gives the same bytes. */
export const createWorkload = (shape: WorkloadShape): Workload => {
	const random = createRandom(shape.id);
	const truth = createTruth(shape, random);
	const symbol = shape.kind === 'depth' ? 'STEEMUSDT' : 'steemusdt';
	const topic = topicOf[shape.kind];
	const printer = createPrinter(shape, symbol, topic);
	const [bids, asks] = [truth.all('bids'), truth.all('asks')];
	const cut = (side: Pairs) => side.slice(0, snapshotLevels);
	const snapshot = {id: printer.id(), bids: cut(bids), asks: cut(asks)};
	const fill: Buffer[] = [];
	for (let from = snapshotLevels; from < shape.levels / 2; from += snapshotLevels) {
		const part = (side: Pairs) => side.slice(from, from + snapshotLevels);
		fill.push(printer.print(part(bids), part(asks)));
	}
	const stream = Array.from({length: shape.messages}, () => {
		const half = Math.ceil(shape.changes / 2);
		const changed = [truth.change('bids', half), truth.change('asks', half)] as const;
		return shape.kind === 'step0'
			? printer.print(truth.all('bids'), truth.all('asks'))
			: printer.print(...changed);
	});
	return {...shape, symbol, topic, snapshot, fill, stream};
};
