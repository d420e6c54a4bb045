import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import '../helpers/strict-statuses.js';
import {captureText} from '../helpers/capture-lines.js';
import {writeFile} from '../helpers/replay-run.js';
import {CaptureError} from '../../source/capture/capture-item.js';
import {exchanges} from '../../source/exchanges/index.js';
import type {FaultCode} from '../../source/faults.js';
import {openReplay} from '../../source/replay/open-replay.js';
import {startPlay} from '../../source/replay/play-replay.js';
import {createReplayStore} from '../../source/replay/replay-store.js';
import {simulatedIds, type SimulatedId} from '../../source/simulator/market-list.js';
import {createProof, type Stretch} from '../../source/verify/proof.js';
import {verifyCapture} from '../../source/verify/verify-capture.js';
import {damageCapture, type DamagedRun} from '../damaged/damaged-run.js';

/** Recordings of each exchange, of each of which several damaged captures are made. */
const count = Number(process.env['FUZZ_RUNS'] ?? 1);
const first = Number(process.env['FUZZ_SEED'] ?? 2);
const variants = 3;

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-agrees-'));

after(() => {
	rmSync(folder, {recursive: true});
});

/** Milliseconds for which a replay waits at the most before it connects again. */
const backoffMs = 5000;

/**
 * What a client finds by audits and pings of its own, which it makes when it wants to, and which a recording need not
 * answer: verify makes none, and goes by what was recorded.
 */
const doubts: readonly (FaultCode | null | undefined)[] = ['no-audit', 'late', 'stopped', 'asked'];

/** When a replay shows the book of an exchange live, and when it doubts it since it was. */
const createFollowed = () => {
	const [live, doubted] = [createProof(), createProof()];
	return {
		live: live.stretches,
		doubted: doubted.stretches,
		set(status: string, code: FaultCode | null | undefined, t: number) {
			live.set(status === 'live', t);
			if (status === 'live') doubted.set(false, t);
			else if (doubts.includes(code)) doubted.set(true, t);
		},
		end(t: number) {
			live.end(t);
			doubted.end(t);
		},
	};
};

type Followed = Pick<ReturnType<typeof createFollowed>, 'live' | 'doubted'>;

/** By exchange. */
const replay = async (paths: readonly string[]): Promise<ReadonlyMap<string, Followed>> => {
	const opened = await openReplay({paths, market: null, exchanges});
	const {startedAt} = opened.facts.header;
	const store = createReplayStore();
	const followed = new Map<string, ReturnType<typeof createFollowed>>();
	store.followStatus(({exchange, status, code}, at) => {
		const one = followed.get(exchange) ?? createFollowed();
		followed.set(exchange, one);
		one.set(status, code, at - startedAt);
	});
	let last = startedAt;
	const play = startPlay({
		...{...opened, store, onDefect: () => undefined},
		onStep(time, event) {
			if (event) last = time;
		},
	});
	await play.playTo();
	for (const one of followed.values()) one.end(last - startedAt);
	await play.stop();
	return followed;
};

/** By exchange: all captures here are of one market. */
const verify = async (
	paths: readonly string[],
): Promise<ReadonlyMap<string, readonly Stretch[]>> => {
	const {report} = await verifyCapture(paths, () => undefined);
	return new Map(report.books.map(({exchange, proof}) => [exchange, proof.stretches]));
};

/** What is left of stretches without others. */
const without = (all: readonly Stretch[], others: readonly Stretch[]): readonly Stretch[] =>
	others.reduce<readonly Stretch[]>(
		(left, {from, to}) =>
			left
				.flatMap(one => [
					{from: one.from, to: Math.min(one.to, from)},
					{from: Math.max(one.from, to), to: one.to},
				])
				.filter(one => one.to > one.from),
		all,
	);

/** To the microsecond, as times are written. */
const isLonger = (ms: number) => (one: Stretch) => one.to - one.from > ms + 0.001;

const tell = (all: readonly Stretch[]) =>
	all.map(({from, to}) => `${from.toFixed(0)}–${to.toFixed(0)}`).join(', ');

/** In words, what both do not tell the same of. */
const differences = (
	exchange: string,
	proven: readonly Stretch[],
	{live, doubted}: Followed,
): readonly string[] => {
	const unproven = without(live, proven).filter(isLonger(0));
	const lost = without(without(proven, live), doubted).filter(isLonger(backoffMs));
	// It follows a book on one of its channels at a time; proven is what any of them brings.
	const isOne = exchanges.find(({id}) => id === exchange)?.channels.length === 1;
	return [
		...(unproven.length > 0 ? [`live, and not proven: ${tell(unproven)}`] : []),
		...(isOne && lost.length > 0 ? [`proven, and not live: ${tell(lost)}`] : []),
	];
};

const judgeReadable = async (paths: readonly string[], what: string) => {
	const [proven, followed] = [await verify(paths), await replay(paths)];
	const all = [...followed];
	const found = all.flatMap(([exchange, one]) =>
		differences(exchange, proven.get(exchange) ?? [], one).map(
			text => `${what}: ${exchange} ${text}`,
		),
	);
	return {
		wrong: found,
		liveMs: all.flatMap(([, {live}]) => live).reduce((sum, {from, to}) => sum + to - from, 0),
		/** By exchange, when it ended. */
		lastLive: new Map(all.map(([exchange, {live}]) => [exchange, live.at(-1)?.to ?? 0])),
	};
};

/** What is left of some is no capture: both refuse it. */
const judge = async (paths: readonly string[], what: string) => {
	try {
		return await judgeReadable(paths, what);
	} catch (error) {
		if (!(error instanceof CaptureError)) throw error;
		await assert.rejects(openReplay({paths, market: null, exchanges}), CaptureError);
		return {wrong: [], liveMs: 0, lastLive: new Map<string, number>()};
	}
};

let made = 0;
const damage = (run: DamagedRun) => damageCapture(run, join(folder, `${++made}`));

/** Of recordings in which ids begin anew, a client that tries again may forget those of before: they are left out. */
const seedsOf = async (exchange: SimulatedId): Promise<readonly number[]> => {
	const seeds: number[] = [];
	for (let seed = first; seeds.length < count; seed++) {
		const {recorded} = await damage({exchange, seed, variant: 0});
		if (!recorded.areIdsAnew) seeds.push(seed);
	}
	return seeds;
};

for (const exchange of simulatedIds)
	test(`${exchange}: what a replay of a damaged capture shows live is what verify calls proven`, async () => {
		const wrong: string[] = [];
		let liveMs = 0;
		for (const seed of await seedsOf(exchange))
			for (let variant = 0; variant < variants; variant++) {
				const {what, paths} = await damage({exchange, seed, variant});
				const told = `${exchange}, seed ${seed}, variant ${variant} (${what})`;
				const judged = await judge(paths, told);
				wrong.push(...judged.wrong);
				liveMs += judged.liveMs;
			}
		assert.deepEqual(wrong, []);
		assert.ok(liveMs > 20_000 * count, `${liveMs} ms live`);
	});

/** The beginning of a recording. */
const short = async (exchange: SimulatedId): Promise<string> => {
	const {recorded} = await damage({exchange, seed: first, variant: 0});
	const {events, header} = recorded;
	return writeFile(
		captureText(
			events.filter(({t}) => t < 20_000),
			header,
		),
	);
};

test('books whose files end while others go on are live and proven as long as those go', async () => {
	const [long, ...others] = simulatedIds;
	assert.ok(long);
	const {paths} = await damage({exchange: long, seed: first, variant: 0});
	const shorts: string[] = [];
	for (const exchange of others) shorts.push(await short(exchange));
	const {wrong, lastLive} = await judge([...paths, ...shorts], 'together');
	assert.deepEqual(wrong, []);
	assert.ok((lastLive.get(long) ?? 0) > 40_000);
	for (const exchange of others) {
		const last = lastLive.get(exchange) ?? 0;
		assert.ok(last > 0 && last <= 20_000, `${exchange} at ${last}`);
	}
});
