import {between, type Random} from '../../../source/random.js';
import type {Input, MakeInput} from '../input.js';
import {pick} from '../mutations/bytes.js';
import {captureMutations} from '../mutations/captures.js';
import {castMutations} from '../mutations/casts.js';
import {hostileText} from '../mutations/hostile.js';
import {jsonChoice, linesChoice, mutate, type Choice, type Mutated} from '../mutations/mutate.js';

const captureChoice: Choice = [...linesChoice, {table: captureMutations, weight: 5}];

const castChoice: Choice = [...linesChoice, {table: castMutations, weight: 5}];

/** Longer names no file system takes; longer arguments nobody gives. */
const most = {name: 40, argument: 1000};

/** A text as a system hands it over: whole letters, no NUL. */
const asGiven = (text: string, length: number): string =>
	Buffer.from([...text].slice(0, length).join('').replaceAll('\0', '')).toString();

/** A name that a file may have: now and then one made to harm whoever prints it. */
const nameOf = (usual: string, random: Random): string => {
	if (random() > 0.05) return usual;
	return `n${asGiven(hostileText(random), most.name).replaceAll('/', '')}${usual}`;
};

/** What a shell can hand over: now and then what is no market and no title. */
const argumentOf = (random: Random): readonly string[] =>
	random() > 0.05 ? [] : [`x${asGiven(hostileText(random), most.argument)}`];

const some = (random: Random, ...args: readonly string[]): readonly string[] =>
	random() < 0.5 ? args : [];

const toInput = (
	args: readonly string[],
	files: Readonly<Record<string, Buffer>>,
	...mutated: readonly Mutated[]
): Input => ({args, files, told: mutated.map(({told}) => told).join(' | ')});

/** A capture, mutated in one of its files. */
const captureFiles = (captures: readonly (readonly string[])[], random: Random) => {
	const parts = pick(captures, random);
	const wrong = between(random, 0, parts.length - 1);
	const mutated = mutate(Buffer.from(parts[wrong] ?? ''), captureChoice, random);
	const named = parts.map((part, index) => ({
		name: nameOf(`${index}.jsonl`, random),
		bytes: index === wrong ? mutated.bytes : Buffer.from(part),
	}));
	const files = Object.fromEntries(named.map(({name, bytes}) => [name, bytes]));
	return {names: Object.keys(files), files, mutated};
};

export const verifyInput: MakeInput = ({captures}, random) => {
	const {names, files, mutated} = captureFiles(captures, random);
	return toInput(['verify', ...names, ...some(random, '--json')], files, mutated);
};

/** A command that replays a capture. */
export const replayInput =
	(command: readonly string[]): MakeInput =>
	({captures}, random) => {
		const {names, files, mutated} = captureFiles(captures, random);
		const replays = names.flatMap(name => ['--replay', name]);
		const args = [...command, ...argumentOf(random), ...replays, ...some(random, '--json')];
		return toInput(args, files, mutated);
	};

const keys = [
	'1',
	'2',
	'3',
	'4',
	'5',
	'6',
	'n',
	'.',
	'>',
	'?',
	' ',
	'z',
	'\t',
	'\u001B[C',
	'k',
	'g',
];

/** The full screen on a capture. */
export const appInput: MakeInput = ({captures}, random) => {
	const {names, files, mutated} = captureFiles(captures, random);
	const replays = names.flatMap(name => ['--replay', name]);
	const pressed = Array.from({length: 4}, () => pick(keys, random));
	return {...toInput(replays, files, mutated), keys: pressed};
};

/** Files without a header, and `index.json` beside them: one of the two is mutated, or both. */
export const rawInput: MakeInput = ({raws}, random) => {
	const {feed, index} = pick(raws, random);
	const kind = between(random, 0, 2);
	const asIs = (text: string): Mutated => ({bytes: Buffer.from(text), told: ''});
	const beside = kind === 0 ? asIs(index) : mutate(Buffer.from(index), jsonChoice, random);
	const raw = kind === 1 ? asIs(feed) : mutate(Buffer.from(feed), captureChoice, random);
	const command = pick(
		[['verify'], ['watch', '--speed', 'max', '--replay'], ['book', '--replay']],
		random,
	);
	const files = {'raw.jsonl': raw.bytes, 'index.json': beside.bytes};
	return toInput([...command, 'raw.jsonl', ...some(random, '--json')], files, beside, raw);
};

/** A command that makes something of a cast. */
export const castInput =
	(flags: readonly string[]): MakeInput =>
	({casts}, random) => {
		const mutated = mutate(Buffer.from(pick(casts, random)), castChoice, random);
		const name = nameOf('a.cast', random);
		const title = argumentOf(random).flatMap(text => ['--title', text]);
		const at = flags.length > 0 ? some(random, '--at', '0:01') : [];
		const args = ['export', name, ...flags, ...at, ...title, ...some(random, '-o', '-')];
		return toInput(args, {[name]: mutated.bytes}, mutated);
	};

export const configInput: MakeInput = ({configs}, random) => {
	const mutated = mutate(Buffer.from(pick(configs, random)), jsonChoice, random);
	const name = nameOf('config.json', random);
	const args = ['config', ...argumentOf(random), '--config', name, ...some(random, '--json')];
	return toInput(args, {[name]: mutated.bytes}, mutated);
};
