import type {SimulatedId} from '../../source/simulator/market-list.js';

/** Within which a link must be proven to be on, or no book of it is live. */
const provenMs: Readonly<Partial<Record<SimulatedId, number>>> = {binance: 25_000, huobi: 15_000};

/** As slow as the slowest of those that push less often. */
const othersProvenMs = 45_000;

/** In which an audit that was begun then has found that the stream stands still, on a bad line. */
const auditMs = 25_000;

/** How long the exchange may have been ahead of a book that is live. */
export const mostBehindMs = (exchange: SimulatedId): number =>
	(provenMs[exchange] ?? othersProvenMs) + auditMs;

type Seen = {readonly at: number; readonly sequence: number};

/**
 * Judges whether a live book was left behind: whether the exchange's has been at a later sequence
 * for longer than any rule allows. It is a book of the past then, however right it was.
 */
export const createBehindJudge = (mostMs: number) => {
	/** The exchange's sequences, each with when it was first seen; the last before the bound and all since. */
	let seen: readonly Seen[] = [];
	return {
		/** What the exchange is at now. */
		see(at: number, sequence: number): void {
			if (seen.at(-1)?.sequence === sequence) return;
			const oldest = seen.findLastIndex(before => at - before.at > mostMs);
			seen = [...seen.slice(Math.max(0, oldest)), {at, sequence}];
		},
		/** Milliseconds by which a live book is behind where they are too many, else null. */
		judge(now: number, sequence: number): number | null {
			const next = seen.find(later => later.sequence > sequence);
			const behindMs = next ? now - next.at : 0;
			return behindMs > mostMs ? behindMs : null;
		},
	};
};
