import type {FileItem} from './capture-item.js';

export type TimedSource = {
	/** Added to the time of each event. */
	readonly offsetMs: number;
	/** By time, which never falls. */
	readonly items: AsyncIterator<readonly FileItem[]>;
};

/** A source with its next item at hand. */
const createHead = async ({offsetMs, items}: TimedSource) => {
	let batch: readonly FileItem[] = [];
	let index = 0;
	let time = offsetMs;
	const head = {
		item: null as FileItem | null,
		/** A defect has the time of the event before it. */
		time: () => time,
		/** Takes the next one; a promise only where it has to be read first. */
		step(): void | Promise<void> {
			const next = batch[index++];
			if (next === undefined) return refill();
			head.item = next;
			if (next.type !== 'event') return;
			time = next.event.t;
			if (offsetMs === 0) return;
			// To the microsecond: the same moment is the same number, whichever file tells it.
			time = Math.round((time + offsetMs) * 1000) / 1000;
			head.item = {...next, event: {...next.event, t: time}};
		},
	};
	const refill = async (): Promise<void> => {
		const {done, value} = await items.next();
		if (done) {
			head.item = null;
			return;
		}
		batch = value;
		index = 0;
		await head.step();
	};
	await head.step();
	return head;
};

type Head = Awaited<ReturnType<typeof createHead>>;

type Place = {readonly head: Head; readonly order: number};

/** Sources that have begun, the one whose turn it is first: by time, and then in the order of all. */
const createRow = () => {
	const places: Place[] = [];

	const isBefore = (a: Place, b: Place): boolean =>
		a.head.time() < b.head.time() || (a.head.time() === b.head.time() && a.order < b.order);

	return {
		first: () => places[0],
		/** One that has no item any more is left out. */
		add(place: Place) {
			if (!place.head.item) return;
			let [low, high] = [0, places.length];
			while (low < high) {
				const middle = (low + high) >> 1;
				const other = places[middle];
				if (other && isBefore(other, place)) low = middle + 1;
				else high = middle;
			}
			places.splice(low, 0, place);
		},
		/** Takes the first out where it is not its turn any more. */
		leave(): Place | null {
			const [first, second] = places;
			if (!first || (first.head.item && (!second || isBefore(first, second)))) return null;
			places.shift();
			return first;
		},
	};
};

/**
 * All items of several sources by time, as many at once as are at hand; those of one source stay in its order. A
 * source is begun when its time has come: one after the other where they are parts of a recording.
 */
export async function* mergeTimed(
	sources: readonly TimedSource[],
): AsyncGenerator<readonly FileItem[]> {
	const [only, another] = sources;
	if (only?.offsetMs === 0 && !another) {
		yield* {[Symbol.asyncIterator]: () => only.items};
		return;
	}
	const waiting = sources
		.map((source, order) => ({source, order}))
		.sort((a, b) => a.source.offsetMs - b.source.offsetMs);
	const row = createRow();
	let next = 0;

	/** Whether one is to be begun before the next item is taken. */
	const isDue = (): boolean => {
		const {source} = waiting[next] ?? {};
		const first = row.first();
		return source !== undefined && (!first || source.offsetMs <= first.head.time());
	};

	const begin = async () => {
		const due = waiting[next++];
		if (due) row.add({head: await createHead(due.source), order: due.order});
	};

	let ready: FileItem[] = [];
	try {
		for (;;) {
			while (isDue()) await begin();
			const first = row.first();
			if (!first?.head.item) break;
			ready.push(first.head.item);
			const wait = first.head.step();
			if (wait) {
				yield ready;
				ready = [];
				await wait;
			}
			const moved = row.leave();
			if (moved) row.add(moved);
		}
		if (ready.length > 0) yield ready;
	} finally {
		for (const {items} of sources) await items.return?.();
	}
}
