import assert from 'node:assert/strict';
import {test} from 'node:test';
import {between} from '../../source/random.js';
import {findState} from '../../source/relay/past-states.js';
import {readPast} from '../../source/relay/read-past.js';
import {subjectsOf} from '../../source/relay/subjects.js';
import {createToldStore} from '../../source/replay/play-writes.js';
import {repeatWrite} from '../../source/store/store-writes.js';
import {connectMemoryBus} from '../helpers/memory-bus.js';
import {runUntil} from '../helpers/read-past.js';
import {mostWayMs} from '../soak/relay/market-session.js';
import {book, createRelayWorld, key, type RelayWorld} from '../soak/relay/relay-world.js';

/** As of what is shown live now. */
const mostLateMs = 3000 + mostWayMs;

const faults: readonly ((world: RelayWorld) => void)[] = [
	({relays, random, clock}) => {
		const relay = relays[between(random, 0, relays.length - 1)];
		relay?.kill();
		clock.after(between(random, 200, 6000), () => relay?.start());
	},
	({relays, random}) => {
		for (const relay of relays) relay.running()?.process.pause(between(random, 200, 8000));
	},
	({relays, random}) => {
		const relay = relays[between(random, 0, relays.length - 1)];
		relay?.running()?.process.pause(between(random, 200, 8000));
	},
	({server, clock, random}) => {
		server.down();
		clock.after(between(random, 200, 6000), server.up);
	},
	({relays, random}) => {
		for (const relay of relays)
			for (const session of relay.running()?.sessions ?? [])
				session.drop(between(random, 100, 4000));
	},
];

/** What was live and wrong, or late, in what a whole run is told to have been; and how often it was live. */
const checkPast = async (world: RelayWorld, began: number) => {
	const {clock, server, market} = world;
	const bus = connectMemoryBus({server});
	const facts = {key, exchange: 'binance', title: 'Binance', market: 'A/B', tickSize: null};
	const store = createToldStore();
	store.add(facts);
	const wrong: string[] = [];
	let [looked, live] = [began, 0];

	/** Up to a moment nothing was written. */
	const lookUpTo = (to: number) => {
		store.publish();
		const [shown] = store.getView().books;
		const {sequence = null} = shown ?? {};
		for (; looked < to; looked += 50) {
			if (shown?.status !== 'live' || sequence === null) continue;
			live++;
			const at = `at ${looked - began}, sequence ${sequence}`;
			if (store.sumOf(key) !== market.sumAt(sequence)) wrong.push(`live and wrong ${at}`);
			const ageMs = market.ageOf(sequence);
			const lateMs = ageMs === 0 ? 0 : looked - (clock.now() - ageMs);
			if (lateMs > mostLateMs) wrong.push(`live and ${Math.round(lateMs)} ms late ${at}`);
		}
	};

	const placed = await findState(bus, subjectsOf(book).state, began);
	assert.ok(placed);
	const options = {...{bus, clock, book, facts, placed}, to: clock.wall(), isStopped: () => false};
	for await (const {at, writes} of readPast(options)) {
		lookUpTo(at);
		for (const write of writes) repeatWrite(store, write);
	}
	return {wrong, live};
};

/** The first was paused between two messages, the second and the last tell what was read late and stored later still. */
const seeds = [10, 16, 1, 2, 68];

test(`the past of ${seeds.length} seeded runs of three relays is never live and wrong, or late`, async () => {
	let all = 0;
	for (const seed of seeds) {
		const world = createRelayWorld(seed);
		const {clock, random} = world;
		await clock.run(2500);
		const began = clock.now();
		for (let count = 0; count < 5; count++) {
			faults[between(random, 0, faults.length - 1)]?.(world);
			await clock.run(between(random, 500, 6000));
		}
		await clock.run(15_000);
		const {wrong, live} = await runUntil(clock, checkPast(world, began));
		assert.deepEqual(wrong.slice(0, 3), [], `seed ${seed}`);
		all += live;
	}
	assert.ok(all > 500, `${all} looks were live`);
});
