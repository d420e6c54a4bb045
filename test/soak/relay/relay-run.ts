import {between} from '../../../source/random.js';
import type {BusMessage} from '../../../source/transport/bus.js';
import {readBatch, readPlaced} from '../../../source/relay/messages.js';
import {createPartJoiner} from '../../../source/relay/parts.js';
import {keyOf, subjectsOf, type BookName} from '../../../source/relay/subjects.js';
import {createToldBook} from '../../../source/relay/told-book.js';
import {createBookStore} from '../../../source/store/book-store.js';
import {relayedTable} from '../../../source/store/status-table.js';
import type {RequestFault} from '../../helpers/memory-bus.js';
import {book, createRelayWorld, type RelayWorld} from './relay-world.js';

export type RelayRun = {
	readonly seed: number;
	/** What must never be. */
	readonly wrong: readonly string[];
	/** Views in which the book was live. */
	readonly liveViews: number;
	/** Owners one after another. */
	readonly epochs: number;
	/** What was done to them, in words. */
	readonly faults: readonly string[];
};

const requestFaults: readonly RequestFault[] = [
	...(['lost-request', 'late-request', 'lost-answer', 'late-answer'] as const),
];

/** Until a book is live again whatever happened: who was away last comes back within 8 s, and a claim takes some. */
const tailMs = 18_000;

type Fault = (world: RelayWorld) => void;

const anyRelay = ({relays, random}: RelayWorld) => relays[between(random, 0, relays.length - 1)];

const ownerOf = ({relays}: RelayWorld) =>
	relays.find(({running}) => running()?.relay.books()[0]?.role === 'owner');

const target = (world: RelayWorld) =>
	world.random() < 0.7 ? (ownerOf(world) ?? anyRelay(world)) : anyRelay(world);

const faults: Readonly<Record<string, Fault>> = {
	kill(world) {
		const relay = target(world);
		relay?.kill();
		world.clock.after(between(world.random, 200, 5000), () => relay?.start());
	},
	leave(world) {
		const relay = target(world);
		relay?.leave();
		world.clock.after(between(world.random, 200, 8000), () => relay?.start());
	},
	'start another of a name'(world) {
		target(world)?.double();
	},
	pause(world) {
		target(world)
			?.running()
			?.process.pause(between(world.random, 200, 8000));
	},
	'cut a relay'(world) {
		const bus = target(world)?.running()?.bus;
		bus?.cut();
		world.clock.after(between(world.random, 100, 6000), () => bus?.mend());
	},
	'cut the viewer'({viewer, clock, random}) {
		viewer.bus.cut();
		clock.after(between(random, 100, 6000), viewer.bus.mend);
	},
	'pause the viewer'({viewer, random}) {
		viewer.process.pause(between(random, 200, 8000));
	},
	'stop the server'({server, clock, random}) {
		server.down();
		clock.after(between(random, 200, 5000), server.up);
	},
	'drop a session'(world) {
		const {random} = world;
		for (const session of target(world)?.running()?.sessions ?? [])
			session.drop(between(random, 100, 4000));
	},
	'bad weather'({server, good, clock, random}) {
		const share = 0.05 + random() * 0.3;
		server.setWeather({
			latencyMs: () => random() * 30,
			requestFault: () =>
				random() < share ? (requestFaults[between(random, 0, 3)] ?? 'none') : 'none',
			isMissed: () => random() < 0.02,
		});
		clock.after(between(random, 1000, 6000), () => {
			server.setWeather(good);
		});
	},
	'slow ways'({server, good, clock, random}) {
		const ms = between(random, 50, 1200);
		server.setWeather({latencyMs: () => random() * ms});
		clock.after(between(random, 1000, 6000), () => {
			server.setWeather(good);
		});
	},
};

/** What was thought of later: the runs of before stay what they are without it. */
const laterFaults: Readonly<Record<string, Fault>> = {
	'overwork a relay'(world) {
		const {random, clock} = world;
		const process = target(world)?.running()?.process;
		process?.overwork(between(random, 10, 300));
		clock.after(between(random, 500, 8000), () => process?.overwork(null));
	},
	'lose all that is stored'({server}) {
		server.loseAll();
	},
	'ask anew'({viewer, clock, random}) {
		for (let count = between(random, 1, 8); count > 0; count--)
			clock.after(between(random, 0, 5000), viewer.resync);
	},
};

/** States as they were before they were cut into parts; one whose owner was stopped within it is none. */
const wholeStates = (messages: readonly BusMessage[]): readonly Uint8Array[] => {
	const joiners = new Map<string, ReturnType<typeof createPartJoiner>>();
	return messages.flatMap(message => {
		const of = message.headers['part-of'];
		if (of === undefined) return [message.bytes];
		const joiner = joiners.get(of) ?? createPartJoiner();
		joiners.set(of, joiner);
		return joiner.add(message) ?? [];
	});
};

/** The log played from its beginning: what each position makes of the book, and what is wrong with it. */
export const checkLog = (
	{server}: {readonly server: {readonly stored: (subject: string) => readonly BusMessage[]}},
	of: BookName = book,
) => {
	const wrong: string[] = [];
	const subjects = subjectsOf(of);
	const key = keyOf(of);
	const facts = {key, exchange: of.exchange, title: of.exchange, tickSize: null};
	const market = `${of.base}/${of.quote}`;
	const store = createBookStore(undefined, relayedTable);
	store.add({...facts, market});
	const told = createToldBook({key, store, onSaid: () => undefined});
	const joiner = createPartJoiner();
	const sums = new Map<number, number>();
	let last = {epoch: 0, run: '', n: 0};
	for (const message of server.stored(subjects.log)) {
		let bytes: Uint8Array | null;
		try {
			bytes = joiner.add(message);
		} catch {
			wrong.push(`message ${message.sequence} is the rest of nothing`);
			continue;
		}
		if (!bytes) continue;
		const batch = readBatch(bytes, key);
		const {epoch, run, n} = batch;
		const follows = batch.open
			? epoch > last.epoch
			: epoch === last.epoch && run === last.run && n === last.n + 1;
		if (!follows) wrong.push(`${run} ${epoch} ${n} after ${last.run} ${last.epoch} ${last.n}`);
		last = {epoch, run, n};
		if (!told.take(batch, 0)) wrong.push(`the log differs from the owner's at ${message.sequence}`);
		sums.set(message.sequence ?? 0, store.sumOf(key));
	}
	for (const bytes of wholeStates(server.stored(subjects.state))) {
		const {position, state} = readPlaced(bytes);
		const kept = createBookStore(undefined, relayedTable);
		kept.add({...facts, market});
		kept.restore(key, state.image, 0);
		if (sums.get(position) !== kept.sumOf(key))
			wrong.push(`the state of ${position} is not the log's`);
	}
	return {wrong, epochs: last.epoch};
};

/**
 * One run: things go wrong for a while, then nothing does any more, and the book has to be live and right. `isWide`:
 * with what was thought of later.
 */
export const runRelays = async (seed: number, isWide = false): Promise<RelayRun> => {
	const possible = {...faults, ...(isWide ? laterFaults : {})};
	const world = createRelayWorld(seed);
	const {clock, random, viewer, server} = world;
	const told: string[] = [];
	await clock.run(2500);
	const names = Object.keys(possible);
	for (let count = between(random, 2, 6); count > 0; count--) {
		const name = names[between(random, 0, names.length - 1)] ?? '';
		told.push(`${name} at ${clock.now() - 1_760_000_000_000}`);
		possible[name]?.(world);
		await clock.run(between(random, 50, 3500));
	}
	await clock.run(tailMs);
	const {wrong, epochs} = checkLog({server});
	const all = [...viewer.wrong, ...wrong];
	if (!viewer.isRight()) {
		const {status, reason, sequence} = viewer.view() ?? {};
		all.push(`not live and right in the end: ${status} ${reason} ${sequence}`);
	}
	if (viewer.differences() > 0) all.push('the book differed from the relay’s');
	return {seed, wrong: all, liveViews: viewer.liveViews(), epochs, faults: told};
};
