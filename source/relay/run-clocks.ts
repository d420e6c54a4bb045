/** Two clocks that run evenly part by no more than that: of a millisecond, so much each millisecond. */
const drift = 1e-4;

/** More than that is no drift: one of the clocks leapt. */
const slackMs = 50;

/** How far a run's clock is ahead of ours: at the least and at the most, as it was measured. */
type Bounds = {low: number; high: number; at: number};

/**
 * What the clocks of relays' runs are ahead of ours. A moment that one tells between our asking and our hearing
 * sets bounds; those of many questions are tighter than those of each.
 */
export const createRunClocks = () => {
	const runs = new Map<string, Bounds>();
	return {
		/** Its clock told `up` after we asked and before we heard. */
		measure(run: string, up: number, askedAt: number, heardAt: number) {
			const known = runs.get(run);
			const aged = known ? (heardAt - known.at) * drift : 0;
			const low = Math.max(up - heardAt, (known?.low ?? -Infinity) - aged);
			const high = Math.min(up - askedAt, (known?.high ?? Infinity) + aged);
			const isConsistent = low <= high;
			runs.set(run, {
				low: isConsistent ? low : up - heardAt,
				high: isConsistent ? high : up - askedAt,
				at: heardAt,
			});
		},
		/** Whether what it told can have been before we heard it. Where not, one of the clocks leapt. */
		isPossible(run: string, up: number, heardAt: number): boolean {
			const known = runs.get(run);
			return !known || up - heardAt <= known.high + slackMs;
		},
		isKnown: (run: string): boolean => runs.has(run),
		/** When it was measured last; -Infinity where it never was. */
		measuredAt: (run: string): number => runs.get(run)?.at ?? -Infinity,
		/** Milliseconds that ours is ahead of its, as near as is known; by what it just told, where it was never measured. */
		ahead(run: string, up: number, heardAt: number): number {
			const known = runs.get(run);
			return known ? -(known.low + known.high) / 2 : heardAt - up;
		},
		/** The earliest moment by our clock that its moment may have been; null where that is not known. */
		earliest(run: string, moment: number): number | null {
			const known = runs.get(run);
			return known ? moment - known.high : null;
		},
		/** Nothing is known of any. */
		forget() {
			runs.clear();
		},
	};
};

export type RunClocks = ReturnType<typeof createRunClocks>;
