import {gunzipSync} from 'node:zlib';
import {toData, toMessage, type RawLine} from '../../../source/capture/capture-format.js';
import {between, type Random} from '../../../source/random.js';
import {placeIn, type Mutation} from './bytes.js';
import {hostileText} from './hostile.js';
import {jsonMutations} from './json.js';
import {mutate, packedJsonChoice} from './mutate.js';

type Line = Omit<RawLine, 'kind'> & {readonly kind: string; readonly connection?: number};

const isMessage = (line: string): boolean => /"kind":"(?:ws|http)"/.test(line);

/** What is unpacked to be changed: a bomb that one mutation has put there is none to the next. */
const maxOutputLength = 20e6;

/** A message within a capture becomes another; the line around it stays one. */
const mutateMessage = (line: string, random: Random): string => {
	const fields = JSON.parse(line) as Line;
	const message = toMessage(fields);
	const isPacked = fields.encoding === 'gzip+base64';
	const plain = isPacked ? gunzipSync(message, {maxOutputLength}) : Buffer.from(message);
	const {bytes} = mutate(plain, packedJsonChoice, random);
	return JSON.stringify({...fields, ...toData(isPacked ? bytes : bytes.toString())});
};

/** Changes one line that a test finds near any place. */
const onLine =
	(
		isWanted: (line: string) => boolean,
		change: (line: string, random: Random) => string,
	): Mutation =>
	(bytes, random) => {
		const lines = bytes.toString().split('\n');
		const from = placeIn(lines.length - 1, random);
		const at = lines.findIndex((line, index) => index >= from && isWanted(line));
		const line = lines[at];
		if (line === undefined) return bytes;
		try {
			return Buffer.from(lines.with(at, change(line, random)).join('\n'));
		} catch {
			// A mutation before this one has left no line of a capture there, or a bomb.
			return bytes;
		}
	};

/** So many lines of one kind, each another one. */
const many =
	(make: (index: number) => object): Mutation =>
	(bytes, random) => {
		const count = random() < 0.02 ? 20_000 : between(random, 10, 500);
		const lines = bytes.toString().split('\n');
		const first = lines[0] ?? '';
		const more = Array.from({length: count}, (_, index) => JSON.stringify(make(index)));
		return Buffer.from([first, ...more, ...lines.slice(1)].join('\n'));
	};

const stream = 'wss://stream.binance.com:9443/stream?streams=';

/** What goes for captures besides what goes for lines. */
export const captureMutations = {
	'a message': onLine(isMessage, mutateMessage),
	'a message more often': (bytes, random) => {
		let mutated = bytes;
		for (let left = 5; left > 0; left--)
			mutated = onLine(isMessage, mutateMessage)(mutated, random);
		return mutated;
	},
	'a field': onLine(
		line => line.startsWith('{'),
		(line, random) => jsonMutations['another text'](Buffer.from(line), random).toString(),
	),
	'many connections': many(index => ({
		t: 0,
		kind: 'open',
		url: `${stream}x${index}usdt@depth@100ms`,
		connection: 100 + index,
	})),
	'many symbols': many(index => ({
		t: 0,
		kind: 'sent',
		connection: 1,
		data: JSON.stringify({sub: `market.x${index}usdt.mbp.150`, id: `sub-${index}`}),
	})),
	'many raw addresses': many(index => ({t: 0, kind: 'ws', url: `${stream}${index}`, data: '{}'})),
	'a marker': (bytes, random) => {
		const market = random() < 0.5 ? {market: hostileText(random)} : {};
		const marker = JSON.stringify({t: 5000, kind: 'marker', label: hostileText(random), ...market});
		return Buffer.concat([bytes, Buffer.from(`${marker}\n`)]);
	},
} satisfies Record<string, Mutation>;
