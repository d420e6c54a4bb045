import type {Clock} from '../clock.js';
import type {HttpResponse} from '../transport/transport.js';
import {HeldBackError} from './held-back.js';
import {urgencies, type RestGate, type Urgency} from './rest-gate.js';

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
	/** See `Asking`. */
	readonly isUnrecorded: boolean;
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
	const lines = new Map<Urgency, Waiting[]>(urgencies.map(urgency => [urgency, []]));
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
			for (const urgency of urgencies) {
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

/** When the allowance and the pace let a request out. */
const createPatience = (gate: RestGate, clock: Pick<Clock, 'now'>) => {
	const spread = createSpread(gate.usage, clock);
	/** Nothing is left of the allowance before. */
	let heldUntil = 0;
	let underWay = 0;
	return {
		/** Milliseconds; infinite until one that is under way is over. */
		waitMs({urgency, weight}: Waiting): number {
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
		},
		began(weight: number) {
			underWay++;
			if (!gate.hold()) spread.use(weight);
		},
		ended() {
			underWay--;
		},
		/** Whether an error means no more than that nothing is left for now. */
		isShort(error: unknown): boolean {
			if (!(error instanceof HeldBackError) || gate.hold()) return false;
			heldUntil = error.until;
			return true;
		},
	};
};

/** Of who asks without a word about it. */
const usual = {urgency: 'now', isUnrecorded: false} as const;

const dropped = new Error('not wanted any more');

/** One that waits for its turn alone, and asks for itself then. */
const toTurn = (urgency: Urgency, weight: number, then: () => void) => {
	let isWanted = true;
	const run = () => {
		if (isWanted) then();
	};
	return {
		waiting: {urgency, weight, isWanted: () => isWanted, isUnrecorded: false, run},
		cancel() {
			isWanted = false;
		},
	};
};

/**
 * One queue for the requests of many markets, in front of the gate that they share: what is needed most goes
 * first, the rest is spread over the allowance, and for want of it none is refused but waits.
 */
export const createRequestQueue = (gate: RestGate, clock: Clock): RestGate => {
	const lines = createLines();
	const patience = createPatience(gate, clock);
	let cancelTimer: () => void = () => undefined;

	const pump = () => {
		cancelTimer();
		for (let next = lines.first(); next; next = lines.first()) {
			const ms = patience.waitMs(next);
			if (ms === Infinity) return;
			if (ms > 0) {
				cancelTimer = clock.after(ms, pump);
				return;
			}
			lines.remove(next);
			next.run();
		}
	};

	/** The answer; null where it waits again. */
	const send = async (path: string, waiting: Waiting): Promise<HttpResponse | null> => {
		patience.began(waiting.weight);
		try {
			return await gate.get(path, waiting.weight, waiting);
		} catch (error) {
			if (!patience.isShort(error)) throw error;
			lines.putBack(waiting);
			return null;
		} finally {
			patience.ended();
			// Once whoever asked has the answer.
			clock.after(0, pump);
		}
	};

	const get: RestGate['get'] = (path, weight, asking) =>
		new Promise((resolve, reject) => {
			const {isWanted = () => true, ...rest} = {...usual, ...asking};
			const waiting: Waiting = {
				...{...rest, weight, isWanted},
				run() {
					const sent = isWanted() ? send(path, waiting) : Promise.reject(dropped);
					sent.then(response => response && resolve(response), reject);
				},
			};
			lines.add(waiting);
			pump();
		});

	const turn: RestGate['turn'] = (urgency, weight, then) => {
		const {waiting, cancel} = toTurn(urgency, weight, then);
		lines.add(waiting);
		// Never before this has returned.
		clock.after(0, pump);
		return cancel;
	};

	return {...gate, get, turn};
};
