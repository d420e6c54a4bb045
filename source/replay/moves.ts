import type {VirtualClock} from '../playback/virtual-clock.js';
import {openAtMessage, type Opened} from './log-cursor.js';
import type {Place} from './place.js';
import type {PlayTime} from './play-time.js';
import type {ReplayIndex} from './replay-index.js';
import {createSeeking} from './seeking.js';

type Port = {
	readonly place: Pick<Place, 'show' | 'step' | 'messages'>;
	/** Epoch milliseconds up to which it can be played now. */
	limit(): number;
	/** It has moved other than by playing. */
	moved(): void;
	/** The state is another. */
	tell(): void;
	/** Does it once all that was begun before is done; nothing is played until then. */
	enqueue(action: () => Promise<void>): void;
	isStopped(): boolean;
};

type Options = {
	readonly index: ReplayIndex;
	/** Epoch milliseconds. */
	readonly startedAt: number;
};

/** Goes to other moments of a capture than the next, and says where there is none to go to. */
export const createMoves = (
	{index, startedAt}: Options,
	clock: VirtualClock,
	playTime: PlayTime,
	{place, limit, moved, tell, enqueue, isStopped}: Port,
) => {
	/** Shown until the next move. */
	let notice: string | null = null;

	const show = (opened: Opened) => place.show(opened, moved);
	const position = () => clock.now() - startedAt;
	const seeking = createSeeking(index, startedAt, playTime, {position, show, isStopped});

	const runNext = async () => {
		const isThere = await seeking.next(() => {
			notice = null;
		});
		if (isThere) return;
		notice = 'no gap, reconnect or marker from here on';
		tell();
	};

	const runStep = async (by: 1 | -1) => {
		if (by < 0) await show(openAtMessage(index.log, Math.max(0, place.messages() - 1)));
		else if (await place.step(limit())) moved();
	};

	return {
		notice: () => notice,
		/** Milliseconds from the start; null where it goes nowhere. */
		seekingTo: seeking.to,
		/** All of the capture was read: what is wrong with it is worth saying. */
		readToEnd() {
			notice = index.defects[0] ?? notice;
		},
		/** To a place, in milliseconds from the start. */
		seek(to: number) {
			notice = null;
			if (seeking.set(to)) enqueue(seeking.run);
		},
		/** By one message. */
		step(by: 1 | -1) {
			notice = null;
			enqueue(() => runStep(by));
		},
		/** To the next mark. */
		next() {
			enqueue(runNext);
		},
	};
};

export type Moves = ReturnType<typeof createMoves>;
