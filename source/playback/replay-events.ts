import type {CaptureItem, TimedItem} from '../capture/capture-item.js';

type EventItem = TimedItem & {readonly type: 'event'};

/** An event with the messages sent right after it where it opens a connection: they tell what it is for. */
export type ReplayItem =
	(EventItem & {readonly sent?: readonly string[]}) | (TimedItem & {readonly type: 'defect'});

/** Lines looked ahead for what was sent on a connection that opened. */
export const maxAhead = 64;

/** Items that were read and not given yet. */
const createAhead = () => {
	let items: TimedItem[] = [];
	let next = 0;
	/** Whether no more will come. */
	let isEnd = false;

	/** What comes right after an `open`, on whichever connection, until something else than sends; null where that is not read yet. */
	const sentAfter = (connection: number): readonly string[] | null => {
		const sent: string[] = [];
		for (let index = next; index < next + maxAhead; index++) {
			const item = items[index];
			if (!item) return isEnd ? sent : null;
			if (item.type !== 'event' || item.event.kind !== 'sent') break;
			if (item.event.connection === connection) sent.push(item.event.data);
		}
		return sent;
	};

	return {
		add(more: readonly CaptureItem[]) {
			const fresh = more.filter(item => item.type !== 'header');
			items = next < items.length ? [...items.slice(next), ...fresh] : fresh;
			next = 0;
		},
		end() {
			isEnd = true;
		},
		/** Null where more has to be read first. */
		take(): ReplayItem | null {
			const item = items[next];
			if (!item) return null;
			next++;
			if (item.type !== 'event' || item.event.kind !== 'open') return item;
			const sent = sentAfter(item.event.connection);
			if (sent) return {...item, sent};
			next--;
			return null;
		},
	};
};

/** The items of a capture one by one. Looks a little ahead of each `open`. */
export const createReplayItems = (batches: AsyncGenerator<readonly CaptureItem[], undefined>) => {
	const ahead = createAhead();
	return {
		/** The one that comes next; null where it has to be read first. */
		take: ahead.take,
		/** Reads on, and takes the one that comes next; null at the end. */
		async read(): Promise<ReplayItem | null> {
			for (;;) {
				const {done, value} = await batches.next();
				if (done) ahead.end();
				else ahead.add(value);
				const item = ahead.take();
				if (item || done) return item;
			}
		},
		async close() {
			await batches.return(undefined);
		},
	};
};
