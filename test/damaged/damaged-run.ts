import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createRandom, type Random} from '../../source/random.js';
import {simulatedIds, type SimulatedId} from '../../source/simulator/market-list.js';
import {layouts} from './capture-files.js';
import {damages} from './damages/damages.js';
import {pick, type Events} from './damages/events.js';
import {judgeCapture, type Judged} from './judge-capture.js';
import {recordAnew, recordMarket, type RecordedMarket} from './record-market.js';

export type DamagedRun = {
	readonly exchange: SimulatedId;
	readonly seed: number;
	/** Counts the captures made of one recording. */
	readonly variant: number;
};

export type DamagedCapture = {
	/** What was done to it, in words. */
	readonly what: string;
	readonly recorded: RecordedMarket;
	readonly paths: readonly string[];
};

/** Captures made of one recording. */
export const variantCount = 5;

const recordings = new Map<string, Promise<RecordedMarket>>();

/** The newest, which the next variant is of, too. */
const record = (exchange: SimulatedId, seed: number): Promise<RecordedMarket> => {
	const name = `${exchange} ${seed}`;
	const make = () => {
		const random = createRandom(`${name} whether it begins anew`);
		if (random() < 0.2) return recordAnew(exchange, `${seed}`, random() < 0.5);
		return recordMarket(exchange, `${seed}`);
	};
	const known = recordings.get(name) ?? make();
	recordings.clear();
	recordings.set(name, known);
	return known;
};

/** One after the other, so that none is left out, and another by chance. */
const pickDamages = ({exchange, seed, variant}: DamagedRun, random: Random): readonly string[] => {
	if (variant === 0) return [];
	const names = Object.keys(damages);
	const at = (seed * (variantCount - 1) + variant - 1) * simulatedIds.length;
	const next = names[(at + simulatedIds.indexOf(exchange)) % names.length] ?? '';
	return random() < 0.5 ? [next] : [next, pick(random, names) ?? ''];
};

/** The same run gives the same. Of a recording the first capture is as it was written. */
export const damageCapture = async (run: DamagedRun, folder: string): Promise<DamagedCapture> => {
	const {exchange, seed, variant} = run;
	const recorded = await record(exchange, seed);
	const random = createRandom(`${exchange} ${seed} ${variant} damages`);
	const names = pickDamages(run, random);
	let events: Events = recorded.events;
	for (const name of names) events = damages[name]?.(events, random, recorded) ?? events;
	const layout = variant > 0 && random() < 0.5 ? pick(random, Object.keys(layouts)) : 'whole';
	// Of several exchanges the words may be alike.
	const exchanges = random() < 0.3 ? simulatedIds : [exchange];
	const texts = layouts[layout ?? '']?.(events, {...recorded.header, exchanges}, random) ?? [];
	mkdirSync(folder, {recursive: true});
	const paths = texts.map((text, index) => {
		const path = join(folder, `${index}.jsonl`);
		writeFileSync(path, text);
		return path;
	});
	return {what: `${names.join(', ')} ${layout}`, recorded, paths};
};

export const runDamaged = async (run: DamagedRun, folder: string) => {
	const capture = await damageCapture(run, join(folder, 'capture'));
	const judged: Judged = await judgeCapture(capture.paths, capture.recorded, join(folder, 'rows'));
	return {...capture, ...judged};
};
