import {openAtTime, type Opened} from './log-cursor.js';
import type {PlayTime} from './play-time.js';
import type {ReplayIndex} from './replay-index.js';

type Port = {
	/** The place that is shown, in milliseconds from the start. */
	position(): number;
	show(opened: Opened): Promise<void>;
	/** Whether all is over. */
	isStopped(): boolean;
};

/** Epoch milliseconds up to which a capture can be played now. */
export const limitOf = (index: ReplayIndex, startedAt: number): number =>
	index.frontier() === Infinity ? startedAt + index.length() : index.frontier() - 1;

/** Goes to moments of a capture that may still have to be read. All are milliseconds from the start. */
export const createSeeking = (
	index: ReplayIndex,
	startedAt: number,
	{gridBefore}: Pick<PlayTime, 'gridBefore'>,
	{position, show, isStopped}: Port,
) => {
	let seekingTo: number | null = null;
	/** Whether the place itself is to be seen, not the last view before it. */
	let isExact = false;
	let isQueued = false;

	const run = async () => {
		isQueued = false;
		while (seekingTo !== null && startedAt + seekingTo > limitOf(index, startedAt)) {
			if (index.isAll()) {
				seekingTo = Math.max(0, limitOf(index, startedAt) - startedAt);
				break;
			}
			await index.moved();
			if (isStopped()) return;
		}
		if (seekingTo === null) return;
		const time = startedAt + seekingTo;
		seekingTo = null;
		await show(openAtTime(index.log, time, isExact ? time : gridBefore(time)));
	};

	return {
		/** Where to, null where there is nothing to go to. */
		to: () => seekingTo,
		/** From now on, there. Returns whether `run` is still to be called for it. */
		set(to: number): boolean {
			isExact = false;
			seekingTo = Math.max(0, to);
			const mustRun = !isQueued;
			isQueued = true;
			return mustRun;
		},
		run,
		/**
		 * Goes to the next mark; where none is known yet, reads on until one is, or somebody wants to go elsewhere.
		 * Returns whether it is plain what came of it.
		 */
		async next(onFound: () => void): Promise<boolean> {
			const from = position();
			const find = () => index.marks.find(({at}) => at > from);
			const isWanted = () => seekingTo === null && !isStopped();
			while (!find() && !index.isAll() && isWanted()) await index.moved();
			if (!isWanted()) return true;
			const mark = find();
			if (!mark) return false;
			onFound();
			isExact = true;
			seekingTo = mark.at;
			// At once: a key pressed meanwhile goes on from there.
			await run();
			return true;
		},
	};
};
