import {exchanges} from '../../source/exchanges/index.js';
import type {BookChannel, Exchange, Market} from '../../source/exchanges/exchange.js';
import type {BookChange} from '../../source/book/order-book.js';
import type {
	CaptureEvent,
	CaptureHeader,
	UntimedEvent,
} from '../../source/capture/capture-format.js';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {between, createRandom, type Random} from '../../source/random.js';
import {allFaults, struckBy} from '../../source/simulator/faults.js';
import type {SimulatedId} from '../../source/simulator/market-list.js';
import {startSimulator, type Simulator} from '../../source/simulator/simulator.js';
import {captureHeader} from '../helpers/capture-lines.js';
import {createNetwork} from '../soak/network/network.js';
import {createVirtualClock, type VirtualClock} from '../soak/virtual-clock.js';
import {pick} from './damages/events.js';
import {createMutes} from './mutes.js';
import type {Recorded} from './recorded.js';
import {startLink, type Link, type LinkOptions} from './recorded-link.js';
import {createTruePast, stepMs} from './true-past.js';

/** A minute of one market of one exchange, with what its book was. */
export type RecordedMarket = Recorded & {
	readonly header: CaptureHeader;
	readonly events: readonly CaptureEvent[];
};

export const marketName = 'STEEM/USDT';

const lengthMs = 60_000;
const firstStart = 1_700_000_000_000;

/** A moment in which there is something to lose, and something left to come. */
const moment = (random: Random) => between(random, 3000, 50_000);

const toMarket = (exchange: Exchange): Market => ({
	...{base: 'STEEM', quote: 'USDT', symbol: exchange.toSymbol('STEEM', 'USDT')},
	...{tickSize: null, sizeStep: null, state: {type: 'trading'}},
});

/** What is carried by one connection each: most often all channels of one path. */
const groupChannels = ({channels}: Exchange, market: Market, random: Random): BookChannel[][] => {
	const byPath = new Map<string, BookChannel[]>();
	for (const channel of channels) {
		const path = channel.path(market);
		byPath.set(path, [...(byPath.get(path) ?? []), channel]);
	}
	const isTogether = random() < 0.7;
	return [...byPath.values()].flatMap(group => {
		const ordered = random() < 0.5 ? group : group.toReversed();
		const groups = isTogether ? [ordered] : ordered.map(channel => [channel]);
		const [first] = ordered;
		if (!first || random() >= 0.25) return groups;
		return [...groups, random() < 0.5 ? ordered : [first]];
	});
};

/** The recorder's connections; each that ends is followed by another. */
const createLinks = (
	options: Omit<LinkOptions, 'number' | 'channels' | 'onEnd'>,
	random: Random,
) => {
	let count = 0;
	const links: Link[] = [];
	const connect = (channels: readonly BookChannel[]) => {
		const link = startLink({
			...{...options, channels, number: ++count},
			onEnd() {
				links.splice(links.indexOf(link), 1);
				options.clock.after(between(random, 500, 3000), () => {
					connect(channels);
				});
			},
		});
		links.push(link);
	};
	return {links, connect};
};

/** What goes wrong while it is recorded, and what the recorder asks for besides. */
const planTroubles = (
	random: Random,
	clock: VirtualClock,
	{links, mute, inject}: {links: readonly Link[]; mute: () => void; inject: () => void},
) => {
	const at = (probability: number, act: () => void) => {
		if (random() < probability) clock.after(moment(random), act);
	};
	for (const probability of [0.6, 0.3, 0.2]) at(probability, mute);
	for (const probability of [0.3, 0.15]) at(probability, inject);
	at(0.3, () => pick(random, links)?.close());
	at(0.3, () => pick(random, links)?.tell({type: 'resync', fault: {code: 'asked'}}));
	at(0.5, () => {
		for (const link of [...links]) link.tell({type: 'audit'});
	});
	at(0.3, () => {
		for (const link of [...links]) link.tell({type: 'audit'});
	});
};

/** Returns whether ids begin anew by it. */
const injectAny = (
	simulator: Simulator<SimulatedId>,
	exchange: SimulatedId,
	random: Random,
): boolean => {
	const names = allFaults.map(({name}) => name).filter(name => struckBy(name).includes(exchange));
	const name = pick(random, names);
	if (name) simulator.inject(name, {exchange});
	return name === 'restart-ids';
};

/** What is written, as a capture has it, and the books that it tells of. */
const createWriter = (
	{
		exchange,
		simulator,
		clock,
	}: {exchange: Exchange; simulator: Simulator<SimulatedId>; clock: VirtualClock},
	random: Random,
) => {
	const id = exchange.id as SimulatedId;
	const wire = createCaptureWire([id]);
	const kept = createTruePast(simulator, id, [marketName]);
	const events: CaptureEvent[] = [];
	const startTime = clock.now();
	const now = () => clock.now() - startTime;
	/** Captures of other programs do not tell what was sent. */
	const isSilent = random() < 0.15;
	const state = {isOver: false};
	const stop = clock.every(stepMs, () => {
		kept.look(clock.now());
	});
	return {
		...{wire, past: kept.past, events, now},
		write(event: UntimedEvent) {
			if (state.isOver || (event.kind === 'sent' && isSilent)) return;
			const sequence = event.kind === 'http' ? wire.snapshotSequence(event.data) : null;
			if (sequence !== null) kept.sequence(marketName, sequence);
			events.push({t: now(), ...event});
		},
		onChange(change: BookChange) {
			kept.change(marketName, change);
		},
		/** Nothing is written any more. */
		end() {
			state.isOver = true;
			stop();
		},
	};
};

/** The same seed gives the same. `startedAt`: epoch milliseconds. */
export const recordMarket = async (
	id: SimulatedId,
	seed: string,
	startedAt = firstStart,
): Promise<RecordedMarket> => {
	const exchange = exchanges.find(one => one.id === id);
	if (!exchange) throw new RangeError(`no exchange: ${id}`);
	const random = createRandom(`${seed} ${id}`);
	const clock = createVirtualClock(startedAt);
	const {listen, transport} = createNetwork(clock, createRandom(`${seed} ${id} network`));
	const simulator: Simulator<SimulatedId> = await startSimulator<SimulatedId>({
		...{seed: between(random, 1, 1_000_000), clock, exchanges: [id], listen},
	});
	const {wire, past, events, ...writer} = createWriter({exchange, simulator, clock}, random);
	const mutes = createMutes(wire, writer.now);
	const market = toMarket(exchange);
	const {links, connect} = createLinks(
		{
			...{exchange, market, clock, transport, endpoint: simulator.endpoints[id]},
			...{isLost: mutes.isLost, write: writer.write, onChange: writer.onChange},
		},
		random,
	);
	for (const channels of groupChannels(exchange, market, random)) connect(channels);
	let areIdsAnew = false;
	planTroubles(random, clock, {
		links,
		mute: () => {
			mutes.begin(
				random,
				links.map(({number}) => number),
			);
		},
		inject: () => {
			areIdsAnew = injectAny(simulator, id, random) || areIdsAnew;
		},
	});
	await clock.run(lengthMs);
	writer.end();
	for (const link of [...links]) link.close();
	await simulator.stop();
	const header = {...captureHeader, startedAt, market: marketName, exchanges: [id]};
	const facts = {exchange, markets: [marketName], truths: [past], wire, areIdsAnew};
	return {...facts, header, events};
};

/** Milliseconds between two recordings that are joined. */
const pauseMs = 10_000;

/** Connections of the one that goes on count from here. */
const otherNumbers = 100;

/** As one, of an exchange whose ids begin anew; `isRenumbered`: its connections have other numbers. */
export const recordAnew = async (
	id: SimulatedId,
	seed: string,
	isRenumbered: boolean,
): Promise<RecordedMarket> => {
	const joint = lengthMs + pauseMs;
	const before = await recordMarket(id, seed);
	const after = await recordMarket(id, `${seed} anew`, firstStart + joint);
	const more = after.events.map(event => {
		const t = event.t + joint;
		if (!('connection' in event) || !isRenumbered) return {...event, t};
		return {...event, t, connection: event.connection + otherNumbers};
	});
	const truths = [...before.truths, ...after.truths];
	return {...before, events: [...before.events, ...more], truths, areIdsAnew: true};
};
