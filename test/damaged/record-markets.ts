import {setImmediate} from 'node:timers/promises';
import {join} from 'node:path';
import {record, type RecordContext} from '../../source/commands/record.js';
import type {PartsPlan} from '../../source/commands/record-parts.js';
import {exchanges} from '../../source/exchanges/index.js';
import type {BookChannel, Exchange} from '../../source/exchanges/exchange.js';
import {findLastPart} from '../../source/recording/last-part.js';
import {parseWantedMarket} from '../../source/market-name.js';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {aheadMs} from '../../source/playback/stream-progress.js';
import {between, createRandom, type Random} from '../../source/random.js';
import {allFaults, struckBy, type FaultName} from '../../source/simulator/faults.js';
import type {SimulatedId} from '../../source/simulator/market-list.js';
import {startSimulator, type Simulator} from '../../source/simulator/simulator.js';
import {filesIn} from '../../source/files/files-in.js';
import {createNetwork} from '../soak/network/network.js';
import {createVirtualClock, type VirtualClock} from '../soak/virtual-clock.js';
import {pick} from './damages/events.js';
import {createMutes} from './mutes.js';
import {marketOf, type Recorded} from './recorded.js';
import {createTroubledDisk, type DiskTrouble} from './troubled-disk.js';
import {createTroubledTransport, type Lateness} from './troubled-transport.js';
import {createTruePast, stepMs} from './true-past.js';

/** What the command wrote of several markets of one exchange. */
export type RecordedMarkets = Recorded & {
	readonly paths: readonly string[];
	/** What went wrong meanwhile, in words. */
	readonly trouble: string;
	/** Whether all is there that there was: it may have come late, though not as if it had ended. */
	readonly isWhole: boolean;
};

const lengthMs = 60_000;
const midnight = Date.UTC(2023, 10, 15);
const someMarkets = ['STEEM/USDT', 'STEEM/BTC', 'WAXP/USDT', 'HIVE/USDT', 'ETH/USDT', 'ADA/BTC'];

type TruePasts = ReturnType<typeof createTruePast>;

/** An exchange whose clients tell which books they make. */
const watchClients = (exchange: Exchange, past: Pick<TruePasts, 'change'>): Exchange => {
	const watch = (channel: BookChannel): BookChannel => ({
		...channel,
		createClient(market, isThrifty) {
			const client = channel.createClient(market, isThrifty);
			const name = `${market.base}/${market.quote}`;
			return Object.assign((input: Parameters<typeof client>[0]) => {
				const outputs = client(input);
				for (const output of outputs) if (output.type === 'book') past.change(name, output.change);
				return outputs;
			}, client);
		},
	});
	const [first, ...others] = exchange.channels;
	return {...exchange, channels: [watch(first), ...others.map(watch)]};
};

/** Times at which a part of the recording ends, with the day, after some seconds, or never. */
const planParts = (random: Random): {plan: PartsPlan | null; startedAt: number} => {
	const kind = between(random, 0, 3);
	const startedAt = midnight - between(random, 5, lengthMs / 1000) * 1000;
	if (kind === 0) return {plan: null, startedAt};
	const rotation: PartsPlan['rotation'] =
		kind === 1 ? {type: 'day'} : {type: 'time', ms: between(random, 8000, 40_000)};
	const others = {isFolder: false, firstNumber: 1, keep: null, runHook: null} as const;
	return {plan: {rotation, ...others}, startedAt};
};

const planLateness = (random: Random): readonly Lateness[] => {
	if (random() < 0.3) return [];
	const from = between(random, 5000, 45_000);
	const to = from + between(random, 500, 40_000);
	const link = random() < 0.6 ? between(random, 1, 3) : null;
	const by = between(random, 200, random() < 0.5 ? 3000 : 20_000);
	const ways: readonly Lateness['byMs'][] = [
		() => by,
		// All that came meanwhile comes at once.
		t => to - t,
		// What comes is read more slowly than it comes.
		t => 0.5 * (t - from),
	];
	return [{from, to, link, byMs: pick(random, ways) ?? (() => by)}];
};

/** Whether what is late comes in the time in which a snapshot may be ahead of it, and before the end. */
const comesInTime = ({from, to, byMs}: Lateness): boolean => {
	const mostMs = Math.max(byMs(from), byMs(to));
	return mostMs < aheadMs && to + mostMs < lengthMs;
};

const planDisk = (random: Random): readonly DiskTrouble[] => {
	if (random() < 0.7) return [];
	const from = between(random, 5000, 45_000);
	const kind = random() < 0.7 ? 'full' : 'slow';
	return [{from, to: from + between(random, 500, 15_000), kind}];
};

type Stage = {
	readonly id: SimulatedId;
	readonly clock: VirtualClock;
	readonly simulator: Simulator<SimulatedId>;
	readonly mute: () => void;
};

/** Faults by which times or ids run backwards: they would not tell which book was meant. */
const untold: readonly FaultName[] = ['clock-skew', 'restart-ids'];

/** What goes wrong at the exchange and on the way. Returns the names of what has. */
const planTroubles = (random: Random, {id, clock, simulator, mute}: Stage) => {
	const names = allFaults
		.map(({name}) => name)
		.filter(name => struckBy(name).includes(id) && !untold.includes(name));
	const at = (probability: number, act: () => void) => {
		if (random() < probability) clock.after(between(random, 3000, 50_000), act);
	};
	for (const probability of [0.7, 0.3]) at(probability, mute);
	const told: string[] = [];
	for (const probability of [0.7, 0.3, 0.2])
		at(probability, () => {
			const name = pick(random, names);
			if (!name) return;
			told.push(name);
			simulator.inject(name, {exchange: id});
		});
	return told;
};

/** Runs the command until it is told to end. Whatever is read of the disk is waited for, at no time. */
const runCommand = async (
	options: Parameters<typeof record>[0],
	context: Omit<RecordContext, 'stopped' | 'output' | 'complain' | 'findLast' | 'open'> & {
		readonly clock: VirtualClock;
		readonly disk: ReturnType<typeof createTroubledDisk>;
	},
	ms: number,
) => {
	const {clock, disk} = context;
	let stop: (code: number) => void = () => undefined;
	const state = {isReading: false, isOver: false};
	const done = record(options, {
		...context,
		open: disk.open,
		stopped: new Promise(resolve => (stop = resolve)),
		output: {write: () => true},
		complain: () => undefined,
		async findLast(...names) {
			state.isReading = true;
			return findLastPart(...names).finally(() => (state.isReading = false));
		},
	}).finally(() => (state.isOver = true));
	const end = clock.now() + ms;
	while (clock.now() < end) {
		await clock.run(stepMs);
		while (state.isReading) await setImmediate();
	}
	stop(0);
	while (!state.isOver) {
		// How long the real disk takes is not to be seen in what is recorded.
		if (disk.isWaiting()) await clock.run(stepMs);
		await setImmediate();
	}
	await done;
};

/** The same seed gives the same. `folder`: is there, and empty. */
export const recordMarkets = async (
	id: SimulatedId,
	seed: string,
	folder: string,
): Promise<RecordedMarkets> => {
	const exchange = exchanges.find(one => one.id === id);
	if (!exchange) throw new RangeError(`no exchange: ${id}`);
	const random = createRandom(`${seed} ${id} markets`);
	const {plan, startedAt} = planParts(random);
	const clock = createVirtualClock(startedAt);
	const {listen, transport: inner} = createNetwork(clock, createRandom(`${seed} ${id} network`));
	const simulator: Simulator<SimulatedId> = await startSimulator<SimulatedId>({
		...{seed: between(random, 1, 1_000_000), clock, exchanges: [id], listen},
	});
	const markets = someMarkets.slice(between(random, 0, 3)).slice(0, between(random, 2, 3));
	const wire = createCaptureWire([id]);
	const past = createTruePast(simulator, id, markets);
	const stopLooks = clock.every(stepMs, () => {
		past.look(clock.now());
	});
	const mutes = createMutes(wire, () => clock.now() - startedAt);
	const recorded: Recorded = {exchange, markets, truths: [past.past], wire, areIdsAnew: false};
	// A quarter is recorded as it should be, and as much comes late at the worst.
	const kind = between(random, 0, 3);
	const lateness = kind > 0 ? planLateness(random) : [];
	const troubles = kind > 1 ? planDisk(random) : [];
	const {transport, links} = createTroubledTransport({
		...{inner, clock, lateness, isLost: mutes.isLost},
		onAnswer(url, body) {
			const purpose = wire.purposeOf(url);
			const sequence = purpose?.kind === 'book' ? wire.snapshotSequence(body) : null;
			if (purpose && sequence !== null) past.sequence(marketOf(recorded, purpose.symbol), sequence);
		},
	});
	const mute = () => {
		mutes.begin(random, links());
	};
	const faults = kind > 1 ? planTroubles(random, {id, clock, simulator, mute}) : null;

	const venue = {exchange: watchClients(exchange, past), endpoints: simulator.endpoints[id]};
	const context = {
		...{clock, random, disk: createTroubledDisk(clock, troubles)},
		source: {venues: [venue], transport},
	};
	const run = async (firstNumber: number, ms: number) => {
		const wanted = markets.flatMap(market => parseWantedMarket(market) ?? []);
		await runCommand(
			{
				...{markets: wanted, path: join(folder, 'feed.jsonl'), appVersion: '0.1.0'},
				plan: plan && {...plan, firstNumber},
			},
			context,
			ms,
		);
	};
	const isRestarted = plan !== null && random() < 0.3;
	const firstMs = isRestarted ? between(random, 10_000, 50_000) : lengthMs;
	await run(1, firstMs);
	if (isRestarted) {
		await clock.run(between(random, 100, 15_000));
		const count = (await filesIn([folder])).length;
		await run(count + 1, lengthMs - firstMs);
	}
	stopLooks();
	await simulator.stop();
	const wrongs = [
		...(faults ? [`faults ${faults.join(' ')}`] : []),
		...(lateness.length > 0 ? ['late'] : []),
		...troubles.map(({kind}) => `disk ${kind}`),
		...(isRestarted ? ['restarted'] : []),
	];
	return {
		...recorded,
		...{paths: await filesIn([folder]), trouble: wrongs.join(', ')},
		isWhole: kind <= 1 && lateness.every(comesInTime),
	};
};
