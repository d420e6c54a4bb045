import type {Box} from './boxes.js';
import type {Topic} from './topic.js';

/** How a feed ended. */
export type Ending = {
	/** What iterators throw, in an object, as anything may be thrown; null where they just end. */
	readonly failure: {readonly reason: unknown} | null;
	/** Whether what waits is still read before that. */
	readonly isDrained: boolean;
};

type Waiter<T> = {
	readonly resolve: (result: IteratorResult<T, undefined>) => void;
	readonly reject: (reason: unknown) => void;
};

const done = {done: true, value: undefined} as const;
const closed: Ending = {failure: null, isDrained: false};

/** What ends first tells how; whoever closes later does not wait for what is not read. */
const endedBy = (before: Ending | null, how: Ending): Ending =>
	before ? {...before, isDrained: before.isDrained && how.isDrained} : how;

/** One reader of what is put into a box. */
const createStream = <In, Out>(box: Box<In, Out>, onTaken: () => void, onLeft: () => void) => {
	const waiters: Waiter<Out>[] = [];
	let ending: Ending | null = null;

	const finish = ({resolve, reject}: Waiter<Out>, {failure}: Ending) => {
		// Thrown once; who asks again is told that it is over.
		ending = closed;
		if (failure) reject(failure.reason);
		else resolve(done);
	};

	const serve = () => {
		for (let waiter = waiters[0]; waiter; waiter = waiters[0]) {
			const value = ending?.isDrained === false ? undefined : box.take();
			if (value === undefined && !ending) return;
			waiters.shift();
			if (value !== undefined) waiter.resolve({done: false, value});
			else if (ending) finish(waiter, ending);
		}
	};

	const end = (how: Ending) => {
		ending = endedBy(ending, how);
		serve();
	};

	const leave = () => {
		ending = closed;
		serve();
		onLeft();
	};

	const iterator: AsyncIterableIterator<Out> = {
		next: () =>
			new Promise<IteratorResult<Out, undefined>>((resolve, reject) => {
				waiters.push({resolve, reject});
				serve();
				onTaken();
			}),
		return() {
			leave();
			return Promise.resolve(done);
		},
		[Symbol.asyncIterator]: () => iterator,
	};

	return {
		iterator,
		put(item: In) {
			box.put(item);
			serve();
		},
		isFull: () => !ending && box.isFull(),
		end,
	};
};

/** All who read a feed step by step. */
export const createStreams = () => {
	const open = new Set<Pick<ReturnType<typeof createStream>, 'isFull' | 'end'>>();
	let ending: Ending | null = null;
	let tellRoom: (() => void) | null = null;

	const isRoom = () => [...open].every(stream => !stream.isFull());
	const look = () => {
		if (!tellRoom || !isRoom()) return;
		tellRoom();
		tellRoom = null;
	};

	return {
		/** Reads what a topic tells, beginning with these. */
		open<In, Out>(topic: Topic<In>, box: Box<In, Out>, first: readonly In[] = []) {
			const stop = topic.add(item => {
				stream.put(item);
			});
			const stream = createStream(box, look, () => {
				stop();
				open.delete(stream);
				look();
			});
			first.forEach(stream.put);
			open.add(stream);
			if (ending) stream.end(ending);
			return stream.iterator;
		},
		/** Resolves once nothing would be dropped; undefined where that is so. One may wait at a time. */
		untilRoom(): Promise<void> | undefined {
			if (isRoom()) return undefined;
			return new Promise(resolve => {
				tellRoom = resolve;
			});
		},
		/** Ends them all, and those that are opened later. */
		end(how: Ending) {
			ending = endedBy(ending, how);
			for (const stream of open) stream.end(how);
			look();
		},
	};
};

export type Streams = ReturnType<typeof createStreams>;
