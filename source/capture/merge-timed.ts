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

/** All items of several sources by time, as many at once as are at hand; those of one source stay in its order. */
export async function* mergeTimed(
	sources: readonly TimedSource[],
): AsyncGenerator<readonly FileItem[]> {
	const heads = await Promise.all(sources.map(createHead));
	let ready: FileItem[] = [];
	try {
		for (;;) {
			let first: (typeof heads)[number] | undefined;
			for (const head of heads) {
				if (head.item && (!first || head.time() < first.time())) first = head;
			}
			if (!first?.item) break;
			ready.push(first.item);
			const wait = first.step();
			if (!wait) continue;
			yield ready;
			ready = [];
			await wait;
		}
		if (ready.length > 0) yield ready;
	} finally {
		for (const {items} of sources) await items.return?.();
	}
}
