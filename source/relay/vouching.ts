import type {RunClocks} from './run-clocks.js';

/** A book is shown as live for no longer than that after the moment that its owner vouches up to. */
export const freshMs = 3000;

/** Up to when a book is what its owner vouches for. Times by our clock. */
export const createVouching = (clocks: Pick<RunClocks, 'earliest'>) => {
	/** The owner said so of the book as it is here. */
	let upTo = -Infinity;
	let heardAt = -Infinity;
	return {
		/** The owner of that run vouches for the book as it is here, up to a moment by its clock. */
		vouch(run: string, asOf: number, now: number) {
			const moment = clocks.earliest(run, asOf);
			// Nobody vouches for what is still to come.
			if (moment !== null) upTo = Math.max(upTo, Math.min(moment, now));
		},
		/** The owner is there. */
		heard(now: number) {
			heardAt = now;
		},
		/** The book is another from here on: what was said of the one before counts for nothing. */
		withdraw() {
			upTo = -Infinity;
		},
		isVouched: (now: number): boolean => now - upTo < freshMs,
		lateMs: (now: number): number => now - upTo,
		silentMs: (now: number): number => now - heardAt,
		heardAt: (): number | null => (heardAt === -Infinity ? null : heardAt),
	};
};

export type Vouching = ReturnType<typeof createVouching>;
