import type {Clock} from '../clock.js';
import type {RestRules} from '../exchanges/exchange.js';
import type {HttpResponse} from '../transport/transport.js';
import {HeldBackError} from './held-back.js';
import type {RestGate, Urgency} from './rest-gate.js';

/** Most urgent first. */
const order: readonly Urgency[] = ['now', 'lost', 'first', 'next', 'doubt', 'audit'];

/** Of the allowance, what looks at books in sync leave to those that are not. */
const spareShare = 0.8;

/** Of a minute's allowance, what may be used at once after a while without requests. */
const atOnceShare = 0.5;

/** Requests under way at the same time; those that cannot wait aside. */
const maxUnderWay = 6;

const minuteMs = 60_000;

type Waiting = {
	readonly urgency: Urgency;
	readonly weight: number;
	/** Whether anybody is still interested. */
	readonly isWanted: () => boolean;
	/** It is its turn. */
	readonly run: () => void;
};

type Usage = ReturnType<RestGate['usage']>;

/** The allowance spread over time, in weight: it grows evenly up to what may be used at once. */
const createSpread = (usage: () => Usage, clock: Pick<Clock, 'now'>) => {
	let left = 0;
	let at = -Infinity;
	return {
		/** Milliseconds until so much may be used. */
		waitMs(weight: number): number {
			const limit = usage()?.limit ?? Infinity;
			if (limit === Infinity) return 0;
			const perMs = limit / minuteMs;
			const most = Math.max(weight, limit * atOnceShare);
			left = Math.min(most, left + (clock.now() - at) * perMs);
			at = clock.now();
			return left >= weight ? 0 : Math.ceil((weight - left) / perMs);
		},
		use(weight: number) {
			left -= weight;
		},
	};
};

/** Those that wait, by urgency and then in the order in which they came. */
const createLines = () => {
	const lines = new Map<Urgency, Waiting[]>(order.map(urgency => [urgency, []]));
	const lineOf = (urgency: Urgency) => lines.get(urgency) ?? [];
	return {
		add(waiting: Waiting) {
			lineOf(waiting.urgency).push(waiting);
		},
		/** Back to where it was. */
		putBack(waiting: Waiting) {
			lineOf(waiting.urgency).unshift(waiting);
		},
		first(): Waiting | undefined {
			for (const urgency of order) {
				const line = lineOf(urgency);
				while (line[0] && !line[0].isWanted()) line.shift()?.run();
				if (line[0]) return line[0];
			}
			return undefined;
		},
		remove({urgency}: Waiting) {
			lineOf(urgency).shift();
		},
	};
};

/**
 * One queue for the requests of many markets, in front of the gate that they share: what is needed most goes
 * first, the rest is spread over the allowance, and for want of it none is refused but waits.
 */
export const createRequestQueue = (gate: RestGate, clock: Clock): RestGate => {
	const lines = createLines();
	const spread = createSpread(gate.usage, clock);
	let underWay = 0;
	/** Nothing is left of the allowance before. */
	let heldUntil = 0;
	let cancelTimer: () => void = () => undefined;

	const waitMs = ({urgency, weight}: Waiting): number => {
		const now = clock.now();
		// Who asks hears at once that the exchange wants a pause, and of how long.
		if (gate.hold()) return 0;
		if (heldUntil > now) return heldUntil - now;
		if (urgency === 'now') return 0;
		if (underWay >= maxUnderWay) return Infinity;
		const usage = gate.usage();
		const isSpare = urgency === 'doubt' || urgency === 'audit';
		const limit = (usage?.limit ?? Infinity) * (isSpare ? spareShare : 1);
		if ((usage?.used ?? 0) + weight > limit) return minuteMs - (now % minuteMs);
		return spread.waitMs(weight);
	};

	const pump = () => {
		cancelTimer();
		for (let next = lines.first(); next; next = lines.first()) {
			const ms = waitMs(next);
			if (ms === Infinity) return;
			if (ms > 0) {
				cancelTimer = clock.after(ms, pump);
				return;
			}
			lines.remove(next);
			next.run();
		}
	};

	const send = async (path: string, waiting: Waiting): Promise<HttpResponse | null> => {
		if (!gate.hold()) spread.use(waiting.weight);
		underWay++;
		try {
			return await gate.get(path, waiting.weight);
		} catch (error) {
			if (!(error instanceof HeldBackError) || gate.hold()) throw error;
			heldUntil = error.until;
			lines.putBack(waiting);
			return null;
		} finally {
			underWay--;
			// Once whoever asked has the answer.
			clock.after(0, pump);
		}
	};

	return {
		...gate,
		get: (path, weight, {urgency = 'now', isWanted = () => true} = {}) =>
			new Promise((resolve, reject) => {
				const waiting: Waiting = {
					...{urgency, weight, isWanted},
					run() {
						if (!isWanted()) {
							reject(new Error('not wanted any more'));
							return;
						}
						send(path, waiting).then(response => {
							if (response) resolve(response);
						}, reject);
					},
				};
				lines.add(waiting);
				pump();
			}),
		turn(urgency, weight, then) {
			let isWanted = true;
			lines.add({
				...{urgency, weight, isWanted: () => isWanted},
				run() {
					if (isWanted) then();
				},
			});
			// Never before this has returned.
			clock.after(0, pump);
			return () => {
				isWanted = false;
			};
		},
	};
};
