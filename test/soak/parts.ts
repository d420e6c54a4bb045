import type {ExchangeId, SimulatedId} from '../../source/simulator/market-list.js';
import {auditClean, auditSpoiled} from './audits.js';
import {runDay} from './day.js';
import {describePlan, runFaults} from './fault-run.js';
import {runChaos} from './relay/chaos.js';
import {runRelays} from './relay/relay-run.js';
import {timed, type Row} from './row.js';
import {runStarts} from './starts.js';

/** A piece of work for one process. */
export type Part =
	| {
			readonly check: 'faults';
			readonly exchange: SimulatedId;
			readonly from: number;
			readonly count: number;
	  }
	| {readonly check: 'relay'; readonly from: number; readonly count: number}
	| {readonly check: 'chaos'; readonly minutes: number; readonly seed: number}
	| {readonly check: 'starts'; readonly count: number}
	| {readonly check: 'day'; readonly hours: number}
	| {
			readonly check: 'audits' | 'differences';
			readonly exchange: ExchangeId;
			readonly count: number;
	  };

const markets = ['STEEM/USDT', 'STEEM/BTC', 'WAXP/USDT', 'BTC/USDT'];

const faultRows = async (exchange: SimulatedId, from: number, count: number): Promise<Row[]> => {
	const wrong: string[] = [];
	const unsynced: string[] = [];
	let compared = 0;
	const {seconds, cpuSeconds} = await timed(async () => {
		for (let seed = from; seed < from + count; seed++) {
			const run = await runFaults(seed, exchange);
			const name = `--exchange ${exchange} --seed ${seed} (${describePlan(run.plan)})`;
			compared += run.compared;
			if (run.wrong.length > 0) wrong.push(`${name}: ${run.wrong[0]}`);
			if (!run.isSynced) unsynced.push(`${name}: not live`);
			if (run.leftOver > 0) unsynced.push(`${name}: ${run.leftOver} left behind`);
		}
		return {};
	});
	return [
		{
			check: `fault runs of ${exchange}: books wrong while live`,
			runs: count,
			misses: wrong,
			seconds,
			cpuSeconds,
			noted: compared,
			note: 'books compared',
		},
		{
			check: `fault runs of ${exchange}: left unsynced`,
			runs: count,
			misses: unsynced,
			seconds: 0,
			cpuSeconds: 0,
		},
	];
};

const relayRow = async (from: number, count: number): Promise<Row> => {
	const misses: string[] = [];
	let noted = 0;
	const {seconds, cpuSeconds} = await timed(async () => {
		for (let seed = from; seed < from + count; seed++) {
			const {wrong, faults, liveViews} = await runRelays(seed, seed % 2 === 0);
			noted += liveViews;
			if (wrong.length > 0) misses.push(`relays, seed ${seed} (${faults.join(', ')}): ${wrong[0]}`);
		}
		return {};
	});
	const check = 'relays and a viewer: wrong, late or lost';
	return {check, runs: count, misses, seconds, cpuSeconds, noted, note: 'live views held'};
};

/** Over a real server, with relays as processes of the built program; each fault is told as it happens. */
const chaosRow = async (minutes: number, seed: number): Promise<Row> => {
	const program = 'dist/cli.js';
	const say = (text: string) => void process.stderr.write(text);
	const {seconds, cpuSeconds, run} = await timed(async () => ({
		run: await runChaos({seconds: minutes * 60, seed, program, say}),
	}));
	const {wrong: misses, faults: runs, liveViews: noted, mostLateMs} = run;
	const note = `live views held, none more than ${Math.round(mostLateMs)} ms late`;
	return {check: 'chaos over a real server', runs, misses, seconds, cpuSeconds, noted, note};
};

/** The same count of each market, and of them only those where it makes sense. */
const auditRows = async (exchange: ExchangeId, count: number, isSpoiled: boolean): Promise<Row> => {
	// Where each message is the whole book, a wrong level is mended before it can be found.
	const some = markets.filter(
		market => !(isSpoiled && exchange === 'huobi' && market === 'WAXP/USDT'),
	);
	const share = Math.ceil(count / some.length);
	const run = isSpoiled ? auditSpoiled : auditClean;
	const {runs, misses, seconds, cpuSeconds} = await timed(async () => {
		const results = [];
		for (const market of some) results.push(await run(exchange, market, share));
		return {
			runs: results.reduce((sum, result) => sum + result.runs, 0),
			misses: results.flatMap(result => result.misses),
		};
	});
	const check = isSpoiled ? 'differences injected and not found' : 'false alarms of audits';
	return {check: `${check}, ${exchange}`, runs, misses, seconds, cpuSeconds};
};

export const runPart = async (part: Part): Promise<readonly Row[]> => {
	switch (part.check) {
		case 'faults':
			return faultRows(part.exchange, part.from, part.count);
		case 'relay':
			return [await relayRow(part.from, part.count)];
		case 'chaos':
			return [await chaosRow(part.minutes, part.seed)];
		case 'starts':
			return [{check: 'starts over real sockets', ...(await timed(() => runStarts(part.count)))}];
		case 'day': {
			const collect = globalThis.gc as (() => void) | undefined;
			const run = () => runDay({hours: part.hours, collect});
			return [{check: 'simulated hours with faults', ...(await timed(run))}];
		}
		case 'audits':
		case 'differences':
			return [await auditRows(part.exchange, part.count, part.check === 'differences')];
	}
};
