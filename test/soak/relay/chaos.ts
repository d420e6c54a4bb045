import {spawn, type ChildProcess} from 'node:child_process';
import {systemClock} from '../../../source/clock.js';
import {startRelayedSession} from '../../../source/relayed/relayed-session.js';
import {defaultExchanges} from '../../../source/exchanges/index.js';
import {parseMarket} from '../../../source/options/options.js';
import {between, createRandom, type Random} from '../../../source/random.js';
import {subjectsOf, type BookName} from '../../../source/relay/subjects.js';
import {faultNames} from '../../../source/simulator/faults.js';
import {startSimulator} from '../../../source/simulator/simulator.js';
import type {BookView} from '../../../source/store/market-view.js';
import type {Bus, BusMessage} from '../../../source/transport/bus.js';
import {openTestBus} from '../../benchmark/relay/open-test-bus.js';
import {startNats, type NatsServer} from '../../helpers/start-nats.js';
import {findDifference} from '../truth.js';
import {checkLog} from './relay-run.js';

export type ChaosOptions = {
	readonly seconds: number;
	readonly seed: number;
	/** The built program. */
	readonly program: string;
	readonly say: (text: string) => void;
};

export type ChaosRun = {
	/** What must never be. */
	readonly wrong: readonly string[];
	readonly liveViews: number;
	/** The oldest that was shown as live while nothing went wrong at the exchanges, in milliseconds. */
	readonly mostLateMs: number;
	readonly faults: number;
};

const market = 'STEEM/USDT';
const ids = ['binance', 'huobi'] as const;
type ExchangeId = (typeof ids)[number];

/** What is shown live is no later: the limit, the exchanges' own intervals, and the way through this process. */
const latestMs = 3000 + 1500;

/** So long after a fault of an exchange its own books may be late, as those of a direct session are. */
const quietMs = 60_000;

/** All is right again within so long after the last fault. */
const mendMs = 90_000;

const sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** A relay as a process, started again under its name each time that it ends. */
const createRelay = (name: string, {program}: ChaosOptions, environment: NodeJS.ProcessEnv) => {
	let child: ChildProcess | null = null;
	const start = () => {
		if (child && child.exitCode === null && child.signalCode === null) return;
		child = spawn(process.execPath, [program, 'relay', market, '--name', name], {
			env: environment,
			stdio: 'ignore',
		});
	};
	start();
	return {
		start,
		signal: (signal: NodeJS.Signals) => void child?.kill(signal),
		async stop() {
			const ended = child;
			if (!ended || ended.exitCode !== null || ended.signalCode !== null) return;
			const gone = new Promise(resolve => ended.once('exit', resolve));
			ended.kill('SIGKILL');
			await gone;
		},
	};
};

type Relay = ReturnType<typeof createRelay>;

/** When each exchange's book went on from a sequence, as it was looked at fifty times a second. */
const createAges = (sequenceOf: (id: ExchangeId) => number) => {
	const seen = new Map<ExchangeId, {sequence: number; at: number}[]>(ids.map(id => [id, []]));
	const look = () => {
		for (const id of ids) {
			const known = seen.get(id) ?? [];
			const sequence = sequenceOf(id);
			if (known.at(-1)?.sequence !== sequence) known.push({sequence, at: systemClock.now()});
			if (known.length > 5000) known.splice(0, 1000);
		}
	};
	const timer = setInterval(look, 20);
	return {
		/** Milliseconds since the book went on from there; 0 where it is there still. */
		of(id: ExchangeId, sequence: number): number {
			const next = seen.get(id)?.find(other => other.sequence > sequence);
			return next ? systemClock.now() - next.at : 0;
		},
		stop: () => clearInterval(timer),
	};
};

type Stage = {
	readonly random: Random;
	readonly relays: readonly Relay[];
	readonly server: NatsServer;
	readonly later: (ms: number, action: () => void) => void;
	/** Something of the stage itself: the run is void, and ends with all its processes. */
	readonly failed: (error: unknown) => void;
};

const anyOf = <T>(random: Random, all: readonly T[]): T | undefined =>
	all[between(random, 0, all.length - 1)];

const stop = (signal: NodeJS.Signals) => (stage: Stage) => {
	const {random, relays, later} = stage;
	const relay = anyOf(random, relays);
	relay?.signal(signal);
	later(between(random, 300, 6000), () => relay?.start());
};

/** What happens to relays and the server, by name. */
const busFaults: Readonly<Record<string, (stage: Stage) => void>> = {
	'kill a relay': stop('SIGKILL'),
	'end a relay': stop('SIGTERM'),
	'pause a relay'({random, relays, later}) {
		const relay = anyOf(random, relays);
		relay?.signal('SIGSTOP');
		later(between(random, 500, 8000), () => relay?.signal('SIGCONT'));
	},
	'kill the server'({random, server, later, failed}) {
		void server.kill();
		later(between(random, 300, 3000), () => void server.restart().catch(failed));
	},
	'pause the server'({random, server, later}) {
		server.pause();
		later(between(random, 300, 8000), server.resume);
	},
};

const readAll = async (bus: Bus, subject: string): Promise<readonly BusMessage[]> => {
	const messages: BusMessage[] = [];
	for await (const message of bus.read(subject, {type: 'start'})) messages.push(message);
	return messages;
};

/** The logs of all books, played from their beginnings against the states that were stored of them. */
const checkLogs = async (bus: Bus): Promise<readonly string[]> => {
	const wrong: string[] = [];
	for (const exchange of ids) {
		const book: BookName = {exchange, base: 'STEEM', quote: 'USDT'};
		const {log, state} = subjectsOf(book);
		const kept = new Map([
			[log, await readAll(bus, log)],
			[state, await readAll(bus, state)],
		]);
		const stored = (subject: string) => kept.get(subject) ?? [];
		wrong.push(...checkLog({server: {stored}}, book).wrong.map(what => `${exchange}: ${what}`));
	}
	return wrong;
};

/**
 * Three relays as processes, a real server and simulated exchanges: for a time anything may happen to each of them, by
 * name, and no book may ever be live and wrong, or live and late; then all is left alone, and has to be live.
 */
export const runChaos = async (options: ChaosOptions): Promise<ChaosRun> => {
	const {seconds, seed, say} = options;
	const random = createRandom(`chaos ${seed}`);
	const server = await startNats();
	const simulator = await startSimulator({seed, clock: systemClock});
	const {binance, huobi} = simulator.endpoints;
	const environment = {
		...{PATH: process.env['PATH'], HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent'},
		STEEM_TUI_NATS: server.url,
		...{STEEM_TUI_BINANCE_WS: binance.ws, STEEM_TUI_BINANCE_REST: binance.rest},
		...{STEEM_TUI_HUOBI_WS: huobi.ws, STEEM_TUI_HUOBI_REST: huobi.rest},
	};
	const relays = ['desk-1', 'desk-2', 'desk-3'].map(name =>
		createRelay(name, options, environment),
	);
	const ages = createAges(id => simulator.sequence(id, market));
	const bus = await openTestBus(server.url);
	const session = startRelayedSession({
		...{bus, wanted: parseMarket(market), clock: systemClock, random: Math.random},
		exchanges: defaultExchanges,
	});
	const wrong: string[] = [];
	let [liveViews, mostLateMs, exchangeFaultAt] = [0, 0, -Infinity];
	const look = (book: BookView) => {
		if (book.status !== 'live' || book.sequence === null) return;
		liveViews++;
		const difference = findDifference(simulator, book);
		if (difference !== null) wrong.push(`${book.exchange} live and wrong: ${difference}`);
		if (systemClock.now() - exchangeFaultAt < quietMs) return;
		const lateMs = ages.of(book.exchange as ExchangeId, book.sequence);
		mostLateMs = Math.max(mostLateMs, lateMs);
		if (lateMs > latestMs) wrong.push(`${book.exchange} live and ${Math.round(lateMs)} ms late`);
	};
	session.store.subscribe(() => session.store.getView().books.forEach(look));
	const areLive = () =>
		session.store
			.getView()
			.books.every(({status, sequence}) => status === 'live' && sequence !== null);
	const untilLive = async (ms: number) => {
		for (const end = systemClock.now() + ms; !areLive() && systemClock.now() < end;)
			await sleep(50);
		if (areLive()) return;
		for (const {exchange, status, reason} of session.store.getView().books)
			wrong.push(`${exchange} in the end: ${status} ${reason}`);
	};
	const waiting = new Set<NodeJS.Timeout>();
	const later = (ms: number, action: () => void) => {
		const timer = setTimeout(() => {
			waiting.delete(timer);
			action();
		}, ms);
		waiting.add(timer);
	};
	const failed = (error: unknown) => void wrong.push(`the stage itself: ${String(error)}`);
	const stage = {random, relays, server, later, failed};
	const exchangeNames = faultNames.filter(name => name !== 'bomb');
	let faults = 0;
	try {
		await untilLive(60_000);
		const began = systemClock.now();
		const isOver = () => systemClock.now() - began > seconds * 1000;
		// First what happens to relays alone: what is late then is the relays' doing.
		const isFirstHalf = () => systemClock.now() - began < seconds * 500;
		while (!isOver() && wrong.length === 0) {
			const name = isFirstHalf() || random() < 0.4 ? anyOf(random, Object.keys(busFaults)) : null;
			const ofExchange = name === null ? anyOf(random, exchangeNames) : undefined;
			if (name) busFaults[name]?.(stage);
			if (ofExchange) {
				exchangeFaultAt = systemClock.now();
				simulator.inject(ofExchange);
			}
			faults++;
			say(`${((systemClock.now() - began) / 1000).toFixed(1)} s: ${name ?? ofExchange}\n`);
			await sleep(between(random, 500, 9000));
		}
		while (waiting.size > 0) await sleep(50);
		for (const relay of relays) relay.start();
		await sleep(1000);
		await untilLive(mendMs);
		wrong.push(...(await checkLogs(bus)));
	} finally {
		for (const timer of waiting) clearTimeout(timer);
		session.stop();
		ages.stop();
		await bus.close();
		server.resume();
		for (const relay of relays) {
			relay.signal('SIGCONT');
			await relay.stop();
		}
		await simulator.stop();
		await server.stop();
	}
	return {wrong, liveViews, mostLateMs, faults};
};
