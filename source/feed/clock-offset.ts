import type {Clock} from '../clock.js';
import type {RestRules} from '../exchanges/exchange.js';
import type {RestGate} from './rest-gate.js';

/** Samples of one measurement, the one with the shortest way there and back counts. */
const samples = 3;

/** Between two measurements: clocks drift slowly. */
const repeatMs = 10 * 60_000;

export type ClockOffset = {
	/** Milliseconds the exchange's clock is ahead of ours; null until it was measured. */
	get(): number | null;
	/** Measures no more; what was measured stays. */
	stop(): void;
};

/**
 * Measures an exchange's clock as NTP does: its time against the middle of our request's way, whose
 * half is the most that it can be wrong by.
 */
export const startClockOffset = (rules: RestRules, rest: RestGate, clock: Clock): ClockOffset => {
	let offset: number | null = null;
	let isStopped = false;

	const sample = async (path: string) => {
		const sentAt = clock.now();
		const response = await rest.get(path, 1);
		const receivedAt = clock.now();
		if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
		const time = rules.parseTime(response.body, response.headers['date']);
		return {offset: time - (sentAt + receivedAt) / 2, wayMs: receivedAt - sentAt};
	};

	const measure = async () => {
		const {timePath} = rules;
		if (timePath === null) return;
		try {
			let best = await sample(timePath);
			for (let count = 1; count < samples && !isStopped; count++) {
				const next = await sample(timePath);
				if (next.wayMs < best.wayMs) best = next;
			}
			offset = best.offset;
		} catch {
			// An exchange that does not tell its time is no worse to watch: the offset stays as it was.
		}
	};

	void measure();
	const cancel = clock.every(repeatMs, () => void measure());
	return {
		get: () => offset,
		stop() {
			isStopped = true;
			cancel();
		},
	};
};
