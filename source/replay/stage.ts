import type {CaptureEvent} from '../capture/capture-format.js';
import {changedMarket} from '../capture/changed-market.js';
import type {ReplayItem} from '../playback/replay-events.js';
import {
	createReplayTransport,
	type DeliveryFacts,
	type ReplayTransport,
} from '../playback/replay-transport.js';
import type {VirtualClock} from '../playback/virtual-clock.js';
import {createRandom} from '../random.js';
import type {BookStore} from '../store/book-store.js';
import {createGroupSessions} from './group-sessions.js';
import {createHoles} from './holes.js';
import {createInterruptibleStore} from './interruptible-store.js';
import {toPlaceKey} from './old-snapshots.js';
import type {OpenReplay} from './open-replay.js';
import {createSettling, type Settling} from './settle.js';
import {createTimerRun, type PlayWatch} from './timer-run.js';

type Options = OpenReplay &
	PlayWatch & {
		/** Moved by nobody else. */
		readonly clock: VirtualClock;
		readonly store: BookStore;
	};

export type EventItem = ReplayItem & {readonly type: 'event'};

/** Of nearly all events. */
const usual: DeliveryFacts = {subscribed: [], isOld: false};

const deliveryOf = (item: EventItem, {oldSnapshots, wire}: OpenReplay['facts']): DeliveryFacts =>
	item.sent || oldSnapshots.size > 0
		? {
				subscribed: item.sent?.flatMap(wire.topicsIn) ?? [],
				isOld: oldSnapshots.has(toPlaceKey(item)),
			}
		: usual;

/** Nearly all there is. Only a request in answer to it makes a promise. */
const isPlain = ({kind}: CaptureEvent): boolean =>
	kind === 'ws' || kind === 'ping' || kind === 'sent';

/** Promises wait for whatever is requested. */
const stirring = (
	transport: ReplayTransport['transport'],
	{stir}: Settling,
): ReplayTransport['transport'] => ({
	...transport,
	get(url) {
		stir();
		return transport.get(url);
	},
});

/** The same capture has the same chances each time. */
const seed = 'replay';

/** Where a capture is played: the sessions, what they hear, and the time that passes for them. */
export const createStage = (options: Options) => {
	const {facts, clock, store, pace, onStep} = options;
	const sessionStore = createInterruptibleStore(store);
	const settling = createSettling();
	const {settle, stir, settleStirred} = settling;
	const {transport, deliver, turn, interrupt, wake, end} = createReplayTransport({
		...facts,
		clock,
		hasPings: !facts.isRaw,
		onUnasked: (purpose, isKept) => sessions.resync(purpose, isKept),
	});
	const sessions = createGroupSessions({
		...{...options, transport: stirring(transport, settling), random: createRandom(seed)},
		store: sessionStore.store,
	});
	const runTimers = createTimerRun(clock, settling, options);

	const holes = createHoles(facts, clock, {
		runTimers,
		async enter(until, goesOn) {
			onStep?.(until, null);
			if (!goesOn) sessions.drop();
			interrupt(!goesOn);
			// What was refused is told to clients that are gone.
			await settle();
			sessionStore.interrupt(until, goesOn);
			store.publish();
		},
		async leave(goesOn) {
			if (goesOn) wake();
			else sessions.startAnew();
			await settle();
		},
	});

	/** Goes on to when the next event is due, and lets the reader keep up. */
	const approach = (time: number): Promise<void> | undefined => {
		const moving = holes.moveTo(time);
		return moving ? moving.then(() => pace?.(time)) : pace?.(time);
	};

	const act = (item: EventItem): Promise<void> | undefined => {
		if (!isPlain(item.event)) stir();
		const market = changedMarket(item.event);
		if (market) sessions.turnTo(market, turn);
		deliver(item.event, deliveryOf(item, facts));
		return settleStirred();
	};

	const begin = (item: EventItem, time: number): Promise<void> | undefined => {
		onStep?.(time, item.event);
		const taking = holes.take(item.event, time);
		return taking ? taking.then(() => act(item)) : act(item);
	};

	// A promise only where there is something to wait for.
	return {
		...{sessions, settle, runTimers, end},
		/** Goes to a time before the next event. */
		moveTo: holes.moveTo,
		/** To be called before an item is due: a hole may begin before it. */
		lookAhead: holes.lookAhead,
		/** Lets happen what was recorded, at its virtual time. */
		happen(item: EventItem, time: number): Promise<void> | undefined {
			const approaching = approach(time);
			return approaching ? approaching.then(() => begin(item, time)) : begin(item, time);
		},
	};
};
