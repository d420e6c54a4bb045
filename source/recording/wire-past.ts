import type {UntimedEvent} from '../capture/capture-format.js';
import type {Clock} from '../clock.js';
import {KeptEvents, type MakeEvent} from './kept-events.js';
import type {WireTap} from './transport-tap.js';

/** What came from one moment on, with what makes it understandable. */
type Segment = {
	readonly at: number;
	readonly market: string;
	readonly beginning: readonly UntimedEvent[];
	readonly events: KeptEvents;
	/** Somebody may still read it. */
	isHandedOut: boolean;
};

export type WireHistory = {
	/** Of the first event, by the clock. */
	readonly from: number;
	/** That was followed then. */
	readonly market: string;
	/** Whether it goes back to the first connection: else a book in it is proven only from its next snapshot on. */
	readonly isFromStart: boolean;
	/** Whether nothing passed at all. */
	readonly isEmpty: boolean;
	/** `at`: by the clock. */
	readonly events: Iterable<{readonly at: number; readonly event: UntimedEvent}>;
};

/** Bytes of all that is kept. */
const maxBytes = 11_000_000;

/** Bytes for messages in a part that goes at once. */
const blockBytes = 1_000_000;

function* eventsOf({beginning, at}: Segment, kept: readonly ReturnType<KeptEvents['read']>[]) {
	for (const event of beginning) yield {at, event};
	for (const events of kept) yield* events;
}

const bytesOf = (segments: readonly Segment[]): number =>
	segments.reduce((sum, {events}) => sum + events.bytes, 0);

/**
 * Keeps what passed a tap, as long as it is within bounds: a quiet market from its first connection on, a busy one some
 * minutes. It holds what passed as it is; nothing is written before it is asked for.
 */
export const createWirePast = (tap: WireTap, market: string, clock: Clock) => {
	let segments: Segment[] = [];
	let isFromStart = true;
	let now = market;

	/** New ones all the time would bring on the garbage collector. */
	let spare: KeptEvents | null = null;

	const begin = (): Segment => {
		const events = spare ?? new KeptEvents(Buffer.allocUnsafeSlow(blockBytes));
		spare = null;
		events.clear();
		const segment = {
			...{at: clock.now(), market: now, isHandedOut: false},
			beginning: [...tap.beginning()],
			events,
		};
		segments.push(segment);
		while (segments.length > 1 && bytesOf(segments) > maxBytes) {
			const [gone] = segments;
			if (gone?.isHandedOut === false) spare = gone.events;
			segments = segments.slice(1);
			isFromStart = false;
		}
		return segment;
	};

	/** The newest of them. */
	let current: Segment | null = null;

	const keep = (make: MakeEvent, data: string | Buffer) => {
		if (current === null || current.events.isFull) current = begin();
		current.events.keep(clock.now(), make, data);
	};
	const stop = tap.keep(keep);

	return {
		/** Another market is followed from here on. */
		follow(name: string) {
			now = name;
			const marker = {kind: 'marker', label: `market ${name}`, market: name} as const;
			keep(() => marker, '');
		},
		/** All that is kept at this moment. */
		history(): WireHistory {
			for (const segment of segments) segment.isHandedOut = true;
			const [first] = segments;
			const kept = segments.map(({events}) => events.read());
			return {
				from: first?.at ?? clock.now(),
				market: first?.market ?? now,
				...{isFromStart, isEmpty: !first},
				events: first ? eventsOf(first, kept) : [],
			};
		},
		/** Bytes that are kept. */
		bytes: () => bytesOf(segments),
		stop,
	};
};

export type WirePast = ReturnType<typeof createWirePast>;
