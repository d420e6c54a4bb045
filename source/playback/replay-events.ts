import type {CaptureItem, TimedItem} from '../capture/capture-item.js';

type EventItem = TimedItem & {readonly type: 'event'};

/** An event with the messages sent right after it where it opens a connection: they tell what it is for. */
export type ReplayItem =
	(EventItem & {readonly sent: readonly string[]}) | (TimedItem & {readonly type: 'defect'});

/** Lines looked ahead for what was sent on a connection that opened. */
const maxAhead = 64;

/** Looks a little ahead of each `open`. */
export async function* withSent(items: AsyncIterable<CaptureItem>): AsyncGenerator<ReplayItem> {
	const source = items[Symbol.asyncIterator]();
	const ahead: TimedItem[] = [];
	const read = async (): Promise<TimedItem | null> => {
		for (;;) {
			const {done, value} = await source.next();
			if (done) return null;
			if (value.type !== 'header') return value;
		}
	};

	/** What comes right after an `open`, on whichever connection, until something else than sends. */
	const sentAfter = async ({event}: EventItem): Promise<readonly string[]> => {
		if (event.kind !== 'open') return [];
		const sent: string[] = [];
		for (let index = 0; index < maxAhead; index++) {
			const item = ahead[index] ?? (await read());
			if (!item) break;
			if (ahead[index] === undefined) ahead.push(item);
			if (item.type !== 'event' || item.event.kind !== 'sent') break;
			if (item.event.connection === event.connection) sent.push(item.event.data);
		}
		return sent;
	};

	try {
		for (;;) {
			const item = ahead.shift() ?? (await read());
			if (!item) return;
			yield item.type === 'event' ? {...item, sent: await sentAfter(item)} : item;
		}
	} finally {
		await source.return?.();
	}
}
