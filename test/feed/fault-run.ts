import assert from 'node:assert/strict';
import {formatDecimal} from '../../source/book/fixed-point.js';
import type {SideView} from '../../source/book/side-view.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {parseMarket} from '../../source/options/options.js';
import {startSession} from '../../source/session/session.js';
import {type FaultName} from '../../source/simulator/faults.js';
import {startSimulator} from '../../source/simulator/simulator.js';
import {realHabits} from '../../source/simulator/snapshot-habits.js';
import {createLiveTransport} from '../../source/transport/live.js';
import type {Transport} from '../../source/transport/transport.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {settleLoopback} from '../helpers/loopback.js';
import {runTimersBy} from '../helpers/timers-by.js';
import {createWorld} from '../soak/world.js';

type ExchangeId = 'binance' | 'huobi';

const market = 'STEEM/USDT';
export const both = ['binance', 'huobi'] as const;
const stepMs = 100;
/** Of the test's clock: 4 minutes. */
const mostSteps = 2400;

const print = (side: SideView) =>
	Array.from({length: side.length}, (_, rank) => [
		formatDecimal(side.price(rank)),
		formatDecimal(side.size(rank)),
	]);

/** As real ones, but none late: what waits for the clock while a request runs makes each step slow. */
const snapshots = {
	...realHabits,
	binance: (random: () => number) => ({...realHabits.binance(random), delayMs: 0}),
};

/** The real session over real sockets against the simulator, all on one clock moved by hand. */
export const start = async () => {
	const clock = createFakeClock(1_700_000_000_000);
	const leaveTimers = runTimersBy(clock);
	const simulator = await startSimulator({seed: 3, clock, snapshots});
	const live = createLiveTransport();
	let requests = 0;
	const transport: Transport = {
		connect: live.connect,
		async get(url) {
			requests++;
			try {
				return await live.get(url);
			} finally {
				requests--;
			}
		},
	};
	const session = startSession({
		wanted: parseMarket(market),
		venues: defaultExchanges.map(exchange => ({
			exchange,
			endpoints: simulator.endpoints[exchange.id as ExchangeId],
		})),
		transport,
		clock,
		random: () => 0.5,
	});
	const {store} = session;
	const checked = new Map<string, SideView>();
	/** The exchanges whose books were compared, and those whose were anything but live. */
	const compared = new Set<string>();
	const fallen = new Set<string>();

	store.subscribe(() => {
		for (const {exchange, status, sequence, bids, asks} of store.getView().books) {
			if (status !== 'live') fallen.add(exchange);
			if (status !== 'live' || sequence === null || checked.get(exchange) === bids) continue;
			checked.set(exchange, bids);
			const truth = simulator.bookAt(exchange as ExchangeId, market, sequence);
			assert.ok(truth, `${exchange} had ${String(sequence)}`);
			assert.deepEqual(print(bids), truth.bids);
			assert.deepEqual(print(asks), truth.asks);
			compared.add(exchange);
		}
	});

	return {
		simulator,
		compared,
		fallen,
		isLive: () => store.getView().books.every(({status}) => status === 'live'),
		/** Moves time on in steps until it is so. */
		async until(isSo: (steps: number) => boolean): Promise<void> {
			for (let steps = 0; !isSo(steps); steps++) {
				const books = store.getView().books.map(({key, status, reason}) => [key, status, reason]);
				if (steps === mostSteps) assert.fail(`4 minutes later: ${JSON.stringify(books)}`);
				clock.advance(stepMs);
				await settleLoopback(() => requests > 0);
			}
		},
		async stop() {
			session.stop();
			live.close();
			await simulator.stop();
			leaveTimers();
		},
	};
};

/** The same without a socket: all of it in this process, on a clock that waits for nothing. */
export const startVirtual = async () => {
	const world = await createWorld({seed: 3, market, exchanges: both});
	const {simulator, session, clock} = world;
	const compared = new Set<string>();
	const fallen = new Set<string>();
	let before = 0;
	session.store.subscribe(() => {
		const isCompared = world.compared() > before;
		before = world.compared();
		for (const {exchange, status} of world.books()) {
			if (status !== 'live') fallen.add(exchange);
			else if (isCompared) compared.add(exchange);
		}
	});
	return {
		simulator,
		compared,
		fallen,
		isLive: () => world.books().every(({status}) => status === 'live'),
		async until(isSo: (steps: number) => boolean): Promise<void> {
			for (let steps = 0; !isSo(steps); steps++) {
				const books = world.books().map(({key, status, reason}) => [key, status, reason]);
				if (steps === mostSteps) assert.fail(`4 minutes later: ${JSON.stringify(books)}`);
				await clock.run(stepMs);
				assert.deepEqual(world.wrong, []);
			}
		},
		async stop() {
			assert.equal(await world.stop(), 0, 'nothing is left behind');
		},
	};
};

/** A client that knows its protocol has nothing to mend after these. */
const harmless: readonly FaultName[] = [
	...(['duplicate', 'old-event', 'overlap', 'wrong-market', 'unknown', 'text-frame'] as const),
	...(['binary-frame', 'clock-skew'] as const),
	...(['blank-side', 'blank-mbp', 'microseconds'] as const),
	...(['escape-list', 'tiny-list', 'long-name'] as const),
];

/** Where a book has to be seen to fall; Huobi mends many a fault faster than the screen shows. */
const falls: Partial<Record<FaultName, readonly ExchangeId[]>> = {
	gap: ['binance'],
	reorder: ['binance'],
	'stale-snapshot': both,
	'bad-snapshot': both,
	'crossed-snapshot': both,
	close: both,
	'close-1006': both,
	'close-1012': both,
	silence: both,
	'host-silence': both,
	'depth-silence': both,
	'refused-sub': ['huobi'],
	'no-subscription': ['huobi'],
	malformed: both,
	'not-an-object': both,
	'bad-types': both,
	'bad-ids': both,
	'deep-json': both,
	'bad-gzip': ['huobi'],
	bomb: both,
	'tiny-values': both,
	'huge-message': both,
	negative: both,
	nan: both,
	infinite: both,
	'long-number': both,
	crossed: both,
	escape: both,
	'rate-limit': ['binance'],
	ban: ['binance'],
	blocked: ['binance'],
	'server-error': ['binance'],
	'rest-hang': ['binance'],
	'rest-reset': ['binance'],
	'huobi-error': ['huobi'],
	'bad-pong-close': ['huobi'],
	'day-cut': ['binance'],
	refused: both,
	'upgrade-503': both,
	'upgrade-503-date': both,
	'upgrade-429': both,
	'upgrade-418': ['binance'],
	'login-page': both,
	'ban-in-body': ['binance'],
	'retry-after': ['binance'],
	'ahead-snapshot': ['binance'],
	'late-snapshot': ['binance'],
	'upgrade-hang': both,
};

/** What sockets, handshakes and requests make of it is told over real ones; the others need none. */
export const ofTheNetwork: readonly FaultName[] = [
	...(['close', 'close-1006', 'silence', 'host-silence', 'bad-gzip', 'bomb'] as const),
	...(['huge-message', 'rate-limit', 'rest-hang', 'rest-reset', 'refused'] as const),
	...(['upgrade-503', 'upgrade-429', 'login-page', 'retry-after', 'upgrade-hang'] as const),
];

type FaultRun = Awaited<ReturnType<typeof start>>;

/** Injects one fault: its books fall as is said of it, none is live and wrong, and all come back. */
export const runFault = async (
	name: FaultName,
	run: Omit<FaultRun, 'simulator'> & {
		readonly simulator: Pick<FaultRun['simulator'], 'inject'>;
	},
): Promise<void> => {
	try {
		await run.until(() => run.isLive());
		run.fallen.clear();
		run.simulator.inject(name);
		const expected = falls[name] ?? [];
		await run.until(
			steps => steps >= 50 && run.isLive() && expected.every(id => run.fallen.has(id)),
		);
		if (harmless.includes(name)) assert.deepEqual([...run.fallen], []);
		run.compared.clear();
		await run.until(() => run.compared.size === both.length);
	} finally {
		await run.stop();
	}
};
