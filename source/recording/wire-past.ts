import type {UntimedEvent} from '../capture/capture-format.js';
import type {Clock} from '../clock.js';
import type {TransportTap} from './transport-tap.js';

/** An event that is made into one only when it is asked for. */
type Kept = {
	/** By the clock. */
	readonly at: number;
	readonly make: () => UntimedEvent;
};

/** What came from one moment on, with what makes it understandable. */
type Segment = {
	readonly at: number;
	readonly market: string;
	readonly beginning: readonly UntimedEvent[];
	readonly events: Kept[];
	bytes: number;
};

export type WireHistory = {
	/** Of the first event, by the clock. */
	readonly from: number;
	/** That was followed then. */
	readonly market: string;
	/** Whether it goes back to the first connection: else a book in it is proven only from its next snapshot on. */
	readonly isFromStart: boolean;
	/** `at`: by the clock. */
	readonly events: Iterable<{readonly at: number; readonly event: UntimedEvent}>;
};

/** Bytes of all that is kept, and of a part that goes at once. */
const maxBytes = 11_000_000;
const segmentBytes = 1_000_000;

/** What an event takes besides its text. */
const eventBytes = 300;

function* eventsOf(segments: readonly Segment[]) {
	const [first] = segments;
	if (!first) return;
	for (const event of first.beginning) yield {at: first.at, event};
	for (const {events} of segments) for (const {at, make} of events) yield {at, event: make()};
}

/**
 * Keeps what passed a tap, as long as it is within bounds: a quiet market from its first connection on, a busy one some
 * minutes. It holds what passed as it is; nothing is written before it is asked for.
 */
export const createWirePast = (tap: TransportTap, market: string, clock: Clock) => {
	let segments: Segment[] = [];
	let isFromStart = true;
	let now = market;

	const begin = (): Segment => {
		const segment = {
			...{at: clock.now(), market: now, bytes: 0},
			beginning: [...tap.beginning()],
			events: [] as Kept[],
		};
		segments.push(segment);
		while (segments.length > 1 && segments.reduce((sum, {bytes}) => sum + bytes, 0) > maxBytes) {
			segments = segments.slice(1);
			isFromStart = false;
		}
		return segment;
	};

	const keep = (make: () => UntimedEvent, bytes: number) => {
		let segment = segments.at(-1) ?? begin();
		if (segment.bytes > segmentBytes) segment = begin();
		segment.events.push({at: clock.now(), make});
		segment.bytes += bytes + eventBytes;
	};
	const stop = tap.keep(keep);

	return {
		/** Another market is followed from here on. */
		follow(name: string) {
			now = name;
			const marker = {kind: 'marker', label: `market ${name}`, market: name} as const;
			keep(() => marker, 0);
		},
		/** All that is kept at this moment. */
		history(): WireHistory {
			const kept = segments.map(segment => ({...segment, events: [...segment.events]}));
			const [first] = kept;
			return {
				from: first?.at ?? clock.now(),
				market: first?.market ?? now,
				isFromStart,
				events: eventsOf(kept),
			};
		},
		/** Bytes that are kept. */
		bytes: () => segments.reduce((sum, segment) => sum + segment.bytes, 0),
		stop,
	};
};

export type WirePast = ReturnType<typeof createWirePast>;
