import type {Random} from '../../../source/random.js';
import type {Input, MakeInput, WireAnswer} from '../input.js';
import {byteMutations, pick} from '../mutations/bytes.js';
import {frameMutations, headMutations, messageFrame} from '../mutations/frames.js';
import {mutate, packedJsonChoice, type Choice} from '../mutations/mutate.js';
import {packingMutations} from '../mutations/packing.js';
import type {Dialogue} from '../seeds/dialogue.js';
import {gunzipSync} from 'node:zlib';

const frameChoice: Choice = [{table: frameMutations, weight: 1}];
const headChoice: Choice = [{table: headMutations, weight: 1}];

const upgrade = [
	'HTTP/1.1 101 Switching Protocols',
	'Upgrade: websocket',
	'Connection: Upgrade',
	'Sec-WebSocket-Accept: %ACCEPT%',
];

const toHead = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);

/** An answer as a server sends it; what is packed says so. */
const answerBody = (body: Buffer, isPacked: boolean): WireAnswer => ({
	head: toHead([
		'HTTP/1.1 200 OK',
		'Content-Type: application/json',
		...(isPacked ? ['Content-Encoding: gzip'] : []),
		`Content-Length: ${body.length}`,
		'Connection: close',
	]),
	rest: body,
});

const answerSocket = (messages: readonly (string | Buffer)[]): WireAnswer => ({
	head: toHead(upgrade),
	rest: Buffer.concat(messages.map(messageFrame)),
});

/** What is said when nothing is wrong. */
const rightAnswers = ({bodies, messages}: Dialogue): Record<string, WireAnswer> => ({
	...Object.fromEntries(
		Object.entries(bodies).map(([path, body]) => [path, answerBody(Buffer.from(body), false)]),
	),
	...Object.fromEntries(Object.entries(messages).map(([path, said]) => [path, answerSocket(said)])),
});

type Changed = {readonly answer: WireAnswer; readonly told: string};

const changeBody = (body: string, random: Random): Changed => {
	const {bytes, told} = mutate(Buffer.from(body), packedJsonChoice, random);
	const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
	return {answer: answerBody(bytes, isPacked && random() < 0.7), told};
};

/** Some of the messages become others, packed again where they were. */
const changeMessages = (messages: readonly (string | Buffer)[], random: Random): Changed => {
	const tolds: string[] = [];
	const change = (message: string | Buffer): string | Buffer => {
		const isPacked = typeof message !== 'string';
		const plain = isPacked ? gunzipSync(message) : Buffer.from(message);
		const {bytes, told} = mutate(plain, packedJsonChoice, random);
		tolds.push(told);
		return isPacked ? packingMutations.packed(bytes) : random() < 0.9 ? bytes.toString() : bytes;
	};
	const first = Math.floor(random() * messages.length);
	const changed = messages.map((message, index) =>
		index === first || random() < 0.03 ? change(message) : message,
	);
	return {answer: answerSocket(changed), told: tolds.join('; ')};
};

/** Packed messages are damaged as they come. */
const damageMessages = (messages: readonly (string | Buffer)[], random: Random): Changed => {
	const at = Math.floor(random() * messages.length);
	const message = messages[at] ?? '';
	const {bytes, told} = mutate(Buffer.from(message), [{table: byteMutations, weight: 1}], random);
	const said = typeof message === 'string' ? bytes.toString() : bytes;
	return {answer: answerSocket(messages.with(at, said)), told};
};

const changeBytes = (
	{head, rest}: WireAnswer,
	choice: Choice,
	random: Random,
	isHead: boolean,
): Changed => {
	const {bytes, told} = mutate(isHead ? head : rest, choice, random);
	return {answer: isHead ? {head: bytes, rest} : {head, rest: bytes}, told};
};

const changeOne = (path: string, {bodies, messages}: Dialogue, random: Random): Changed => {
	const body = bodies[path];
	const said = messages[path] ?? [];
	const chance = random();
	if (body !== undefined) {
		const right = answerBody(Buffer.from(body), false);
		return chance < 0.15 ? changeBytes(right, headChoice, random, true) : changeBody(body, random);
	}
	const right = answerSocket(said);
	if (chance < 0.08) return changeBytes(right, headChoice, random, true);
	if (chance < 0.35) return changeBytes(right, frameChoice, random, false);
	return chance < 0.5 ? damageMessages(said, random) : changeMessages(said, random);
};

const hasJson = ['markets', 'doctor', 'watch', 'book'];

/** A command that asks the exchanges: some of what they answer is wrong. */
export const wireInput =
	(args: readonly string[], isWanted: (path: string) => boolean): MakeInput =>
	({dialogue}, random): Input => {
		const answers = rightAnswers(dialogue);
		const paths = Object.keys(answers).filter(isWanted);
		const first = pick(paths, random);
		const tolds: string[] = [];
		for (const path of paths) {
			if (path !== first && random() > 0.15) continue;
			const {answer, told} = changeOne(path, dialogue, random);
			answers[path] = answer;
			tolds.push(`${path}: ${told}`);
		}
		const json = hasJson.includes(args[0] ?? '') && random() < 0.5 ? ['--json'] : [];
		return {args: [...args, ...json], files: {}, answers, told: tolds.join(' | ')};
	};
