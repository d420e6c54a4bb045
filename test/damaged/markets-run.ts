import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import type {CaptureEvent, CaptureHeader} from '../../source/capture/capture-format.js';
import {between, createRandom, type Random} from '../../source/random.js';
import {simulatedIds, type SimulatedId} from '../../source/simulator/market-list.js';
import {captureText} from '../helpers/capture-lines.js';
import {layouts} from './capture-files.js';
import {damages} from './damages/damages.js';
import {pick} from './damages/events.js';
import {judgeCapture} from './judge-capture.js';
import {recordMarkets, type RecordedMarkets} from './record-markets.js';

export type MarketsRun = {
	readonly exchange: SimulatedId;
	readonly seed: number;
	/** Counts the captures made of one recording; the first is as it was written. */
	readonly variant: number;
};

/** Captures made of one recording. */
export const variantCount = 4;

const recordings = new Map<string, Promise<RecordedMarkets>>();

/** The newest, which the next variant is of, too. */
const recordInto = (folder: string, {exchange, seed}: MarketsRun): Promise<RecordedMarkets> => {
	const name = `${exchange} ${seed}`;
	const make = () => {
		mkdirSync(folder, {recursive: true});
		return recordMarkets(exchange, `${seed}`, folder);
	};
	const known = recordings.get(name) ?? make();
	recordings.clear();
	recordings.set(name, known);
	return known;
};

/** There is nothing to lose in shorter parts. */
const leastLines = 20;

type Part = {readonly name: string; readonly text: string};

const read = (text: string) => {
	const [header, ...events] = text
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as unknown);
	return {header: header as CaptureHeader, events: events as readonly CaptureEvent[]};
};

/** What becomes of the files as a whole. */
const ofParts: Readonly<
	Record<string, (parts: readonly Part[], random: Random) => readonly Part[]>
> = {
	lack(parts, random) {
		const at = between(random, 0, parts.length - 1);
		return parts.length > 1 ? parts.filter((_, index) => index !== at) : parts;
	},
	double(parts, random) {
		const at = between(random, 0, parts.length - 1);
		return parts.flatMap((part, index) =>
			index === at ? [part, {...part, name: `${part.name}-again.jsonl`}] : [part],
		);
	},
	turnRound: parts => parts.toReversed(),
};

/** What becomes of one of them. */
const spoilOne = (
	run: MarketsRun,
	{text, name}: Part,
	recorded: RecordedMarkets,
	random: Random,
) => {
	const {header, events} = read(text);
	const names = Object.keys(damages);
	const at = run.seed * (variantCount - 1) + run.variant - 1;
	const next =
		names[(at * simulatedIds.length + simulatedIds.indexOf(run.exchange)) % names.length];
	const damaged = damages[next ?? '']?.(events, random, recorded) ?? events;
	const layout = random() < 0.3 ? pick(random, Object.keys(layouts)) : 'whole';
	const texts = layouts[layout ?? '']?.(damaged, header, random) ?? [captureText(damaged, header)];
	return {
		what: `${next} of ${name}, ${layout}`,
		parts: texts.map((text, index) => ({name: name.replace('.jsonl', `-${index}.jsonl`), text})),
	};
};

/** The same run gives the same. */
export const runMarkets = async (run: MarketsRun, folder: string) => {
	const {exchange, seed, variant} = run;
	const recorded = await recordInto(join(folder, 'recorded'), run);
	const random = createRandom(`${exchange} ${seed} ${variant} damages of parts`);
	let parts: readonly Part[] = recorded.paths.map(path => ({
		name: basename(path),
		text: readFileSync(path, 'utf8'),
	}));
	let what = 'as recorded';
	if (variant > 0) {
		const long = parts.filter(({text}) => text.split('\n').length > leastLines);
		const one = pick(random, long) ?? {name: '', text: ''};
		const spoilt = spoilOne(run, one, recorded, random);
		parts = parts.flatMap(part => (part === one ? spoilt.parts : [part]));
		({what} = spoilt);
	}
	if (variant > 0 && random() < 0.3) {
		const name = pick(random, Object.keys(ofParts)) ?? '';
		parts = ofParts[name]?.(parts, random) ?? parts;
		what += `, parts ${name}`;
	}
	const copies = join(folder, 'capture');
	mkdirSync(copies, {recursive: true});
	const paths = parts.map(({name, text}) => {
		const path = join(copies, name);
		writeFileSync(path, text);
		return path;
	});
	const judged = await judgeCapture(paths, recorded, join(folder, 'rows'));
	return {what, recorded, paths, ...judged};
};
