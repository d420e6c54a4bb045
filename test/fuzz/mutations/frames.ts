import {between, type Random} from '../../../source/random.js';
import {byteMutations, pick, type Mutation} from './bytes.js';
import {hostileText} from './hostile.js';

const opcodes = {continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10} as const;

type Opcode = keyof typeof opcodes | number;

export type FrameOptions = {
	/** With the bits before it: 0x80 is the last frame of its message. */
	readonly bits?: number;
	/** What the header says, where it lies. */
	readonly length?: bigint;
	readonly isMasked?: boolean;
};

/** One frame as a server sends it: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
export const toFrame = (
	opcode: Opcode,
	payload: Buffer,
	{bits = 0x80, length = BigInt(payload.length), isMasked = false}: FrameOptions = {},
): Buffer => {
	const code = typeof opcode === 'number' ? opcode : opcodes[opcode];
	const mask = isMasked ? 0x80 : 0;
	const head = Buffer.alloc(10);
	head.writeUInt8(bits | code, 0);
	if (length < 126n) {
		head.writeUInt8(mask | Number(length), 1);
		return Buffer.concat([head.subarray(0, 2), payload]);
	}
	if (length < 65_536n) {
		head.writeUInt8(mask | 126, 1);
		head.writeUInt16BE(Number(length), 2);
		return Buffer.concat([head.subarray(0, 4), payload]);
	}
	head.writeUInt8(mask | 127, 1);
	head.writeBigUInt64BE(length, 2);
	return Buffer.concat([head, payload]);
};

export const messageFrame = (message: string | Buffer): Buffer =>
	typeof message === 'string' ? toFrame('text', Buffer.from(message)) : toFrame('binary', message);

const closeFrame = (code: number, reason: string): Buffer => {
	const head = Buffer.alloc(2);
	head.writeUInt16BE(code, 0);
	return toFrame('close', Buffer.concat([head, Buffer.from(reason)]));
};

const closeCodes = [0, 999, 1000, 1001, 1003, 1005, 1006, 1008, 1012, 1015, 4000, 65_535];

/** Frames that no exchange sends. */
const oddFrame = (random: Random): Buffer => {
	const kinds: readonly (() => Buffer)[] = [
		() => toFrame(between(random, 0, 15), Buffer.from('{}')),
		() => toFrame('text', Buffer.from('{}'), {bits: pick([0x90, 0xa0, 0xc0, 0xf0, 0x10], random)}),
		() => toFrame('text', Buffer.from('{"a":1}'), {length: 2n ** 62n}),
		() => toFrame('text', Buffer.from('{"a":1}'), {length: 2n ** 63n}),
		() => toFrame('binary', Buffer.alloc(100), {length: 90_000_000n}),
		() => toFrame('text', Buffer.from('{}'), {isMasked: true}),
		() => toFrame('ping', Buffer.alloc(between(random, 100, 300), 'p')),
		() =>
			Buffer.concat(
				Array<Buffer>(between(random, 2, 3000)).fill(toFrame('ping', Buffer.from('x'))),
			),
		() => toFrame('text', Buffer.from('{"a":'), {bits: 0}),
		() =>
			Buffer.concat(
				Array<Buffer>(between(random, 2, 3000)).fill(toFrame('text', Buffer.from('{}'))),
			),
		() => toFrame('continuation', Buffer.from('{}')),
		() => toFrame('text', Buffer.from('\xC3(\xFF', 'latin1')),
		() => toFrame('text', Buffer.alloc(pick([1, 65_535, 65_536, 9_000_000], random), '[')),
		() => toFrame('pong', Buffer.from(hostileText(random)).subarray(0, 125)),
		() => closeFrame(pick(closeCodes, random), hostileText(random).slice(0, 40)),
		() => toFrame('close', Buffer.from('x')),
	];
	return pick(kinds, random)();
};

/** What goes for frames, one after the other: where one of them begins is not told. */
export const frameMutations = {
	...byteMutations,
	'an odd frame before all': (bytes, random) => Buffer.concat([oddFrame(random), bytes]),
	'an odd frame after all': (bytes, random) => Buffer.concat([bytes, oddFrame(random)]),
	'odd frames': (_bytes, random) =>
		Buffer.concat(Array.from({length: between(random, 1, 8)}, () => oddFrame(random))),
	'flipped bits of the first header'(bytes, random) {
		const copy = Buffer.from(bytes);
		const at = between(random, 0, 3);
		if (at < copy.length) copy.writeUInt8(copy.readUInt8(at) ^ (1 << between(random, 0, 7)), at);
		return copy;
	},
} satisfies Record<string, Mutation>;

const statusLines = [
	'HTTP/1.1 200 OK',
	'HTTP/1.1 429 x',
	'HTTP/1.1 999 x',
	'HTTP/1.1 0 x',
	'HTTP/9.9 200',
];

const oddHeaders = (random: Random): string => {
	const text = hostileText(random).replaceAll(/[\r\n]/g, ' ');
	return pick(
		[
			`X-Text: ${text}`,
			`Retry-After: ${text}`,
			'Retry-After: 99999999999999999999',
			'Retry-After: Thu, 01 Jan 99999 00:00:00 GMT',
			'Content-Encoding: gzip',
			`Content-Encoding: ${text}`,
			'Content-Length: 5',
			'Content-Length: 99999999999999',
			'Transfer-Encoding: chunked',
			`Location: http://127.0.0.1/${text}`,
			Array(between(random, 2, 3000))
				.fill('X-A: b')
				.join('\r\n'),
			`X-Long: ${'x'.repeat(between(random, 10, 100_000))}`,
			'Sec-WebSocket-Extensions: permessage-deflate',
			'Sec-WebSocket-Protocol: x',
		],
		random,
	);
};

const onHead =
	(change: (head: string, random: Random) => string): Mutation =>
	(bytes, random) =>
		Buffer.from(change(bytes.toString('latin1'), random), 'latin1');

/** What goes for the head of an answer, up to the empty line. */
export const headMutations = {
	...byteMutations,
	'an odd header': onHead((head, random) => {
		const odd = Buffer.from(oddHeaders(random)).toString('latin1');
		return head.replace('\r\n', () => `\r\n${odd}\r\n`);
	}),
	'another status': onHead((head, random) => head.replace(/^.*/, () => pick(statusLines, random))),
} satisfies Record<string, Mutation>;
