import type {Clock} from '../../../source/clock.js';
import type {Random} from '../../../source/random.js';

/** One direction of a connection: what is put in comes out later, in order. */
export type Lane = {
	/** `bytes` matter only while it trickles. */
	put(deliver: () => void, bytes?: number): void;
	/** What has not left yet never does, and nothing is put in any more. */
	cut(): void;
	/** What was put in and has not come out is gone. */
	clear(): void;
	/** Until `until`, each byte takes `everyMs` to leave. */
	trickle(everyMs: number, until: number): void;
	/** Until `until`, all leaves `byMs` late. */
	delay(byMs: number, until: number): void;
};

type Item = {readonly leavesAt: number; cancel(): void};

/** Milliseconds on the way: mostly about `usual`, now and then much more. */
export const latency = (random: Random, usual: number): number =>
	usual * (0.5 + random()) * (random() < 0.02 ? 10 : 1);

export const createLane = (clock: Clock, random: Random, usualMs: number): Lane => {
	const items = new Set<Item>();
	let isCut = false;
	let arrivesAt = 0;
	let slow = {everyMs: 0, until: 0, leavesAt: 0};
	let late = {byMs: 0, until: 0};

	const leaveTime = (bytes: number): number => {
		const now = clock.now();
		if (now < late.until) return Math.min(late.until, now + late.byMs);
		if (now >= slow.until) return now;
		slow.leavesAt = Math.min(slow.until, Math.max(now, slow.leavesAt) + bytes * slow.everyMs);
		return slow.leavesAt;
	};

	return {
		put(deliver, bytes = 0) {
			if (isCut) return;
			const leavesAt = leaveTime(bytes);
			arrivesAt = Math.max(arrivesAt, leavesAt + latency(random, usualMs));
			const item = {
				leavesAt,
				cancel: clock.after(arrivesAt - clock.now(), () => {
					items.delete(item);
					deliver();
				}),
			};
			items.add(item);
		},
		cut() {
			isCut = true;
			for (const item of items) {
				if (item.leavesAt <= clock.now()) continue;
				item.cancel();
				items.delete(item);
			}
		},
		clear() {
			isCut = true;
			for (const item of items) item.cancel();
			items.clear();
		},
		trickle(everyMs, until) {
			slow = {everyMs, until, leavesAt: clock.now()};
		},
		delay(byMs, until) {
			late = {byMs, until};
		},
	};
};
