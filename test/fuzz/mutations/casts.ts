import {between, type Random} from '../../../source/random.js';
import {pick, placeIn, type Mutation} from './bytes.js';
import {hostileNumber, hostileText, sequences} from './hostile.js';

const finals = [...'@ABCDEFGHIJKLMPSTXZ`abcdefghlmnpqrstuwx'];

/** A control sequence with odd numbers. */
const oddSequence = (random: Random): string => {
	const parameter = () =>
		pick(
			['2147483647', '4294967296', '99999', '0', '', '1', '-1', '80', hostileNumber(random)],
			random,
		);
	const parameters = Array.from({length: between(random, 1, 3)}, parameter).join(';');
	return `\u001B[${pick(['', '', '', '?', '>', '!'], random)}${parameters}${pick(finals, random)}`;
};

const output = (random: Random): string => {
	const kind = between(random, 0, 5);
	if (kind === 0) return pick(sequences, random);
	if (kind === 1) return hostileText(random);
	if (kind === 2) return `\u001B[${'1;'.repeat(between(random, 10, 5000))}m`;
	if (kind === 3) return `\u001BP${'q'.repeat(between(random, 10, 100_000))}`;
	const texts = Array.from({length: between(random, 1, 40)}, () => `x${oddSequence(random)}`);
	return texts.join('');
};

/** A line more, anywhere behind the header. */
const line =
	(make: (random: Random) => unknown): Mutation =>
	(bytes, random) => {
		const lines = bytes.toString().split('\n');
		const at = 1 + placeIn(Math.max(0, lines.length - 2), random);
		return Buffer.from(lines.toSpliced(at, 0, JSON.stringify(make(random))).join('\n'));
	};

const time = (random: Random) => pick([0, 0.5, 1, 1e9, 1e300, -1, '1'], random);

const side = (random: Random) => pick([0, 1, 2, 80, 999, 10_000, 1_000_000, 2 ** 31, -5], random);

/** What goes for casts besides what goes for lines. */
export const castMutations = {
	output: line(random => [between(random, 0, 3), 'o', output(random)]),
	'odd sequences': line(random => [
		0,
		'o',
		Array.from({length: between(random, 1, 200)}, () => oddSequence(random)).join('y'),
	]),
	'a resize': line(random => [time(random), 'r', `${side(random)}x${side(random)}`]),
	'a marker': line(random => [time(random), 'm', hostileText(random)]),
	'an unknown event': line(random => [time(random), pick(['i', 'x', 'z', ''], random), {a: []}]),
	'another size': (bytes, random) =>
		Buffer.from(
			bytes
				.toString()
				.replace(/"(width|cols)":\d+/, `"$1":${side(random)}`)
				.replace(/"(height|rows)":\d+/, `"$1":${side(random)}`),
		),
	'another header': (bytes, random) => {
		const text = JSON.stringify(hostileText(random));
		const idle = hostileNumber(random);
		return Buffer.from(
			bytes
				.toString()
				.replace('{', `{"title":${text},"idle_time_limit":${idle},"theme":{"fg":${text}},`),
		);
	},
} satisfies Record<string, Mutation>;
