/** Changes of the book whose distances tell how long it may stand still. */
const kept = 50;
const leastKnown = 20;

/** So many times as long as it ever stood still lately. */
const timesLongest = 3;
const leastStillMs = 10_000;

/** A fill changes the book; one that comes so long after its last change tells of another that has to come. */
const apartMs = 1000;
const fillToBookMs = 5000;

/**
 * The market's own rhythm: tells when its book has stood still for so long that it is worth a look,
 * although the link is alive. After each look it waits twice as long, until the book changes again.
 */
export const createRhythm = () => {
	let lastChange: number | null = null;
	const distances: number[] = [];
	/** Since when there have been fills without a change of the book. */
	let fillsSince: number | null = null;
	let patience = 1;
	/** Whether the book is a snapshot's, and nothing was pushed since. */
	let isFresh = false;

	const note = (now: number) => {
		lastChange = now;
		fillsSince = null;
		patience = 1;
	};

	return {
		/** The book is in sync again: how long that took tells nothing of the market. `isFed`: by what was pushed, too. */
		restarted(now: number, isFed: boolean) {
			note(now);
			isFresh = !isFed;
		},
		/** The exchange pushed a change. */
		changed(now: number) {
			if (lastChange !== null && !isFresh) {
				distances.push(now - lastChange);
				if (distances.length > kept) distances.shift();
			}
			note(now);
			isFresh = false;
		},
		filled(now: number) {
			if (lastChange !== null && now - lastChange > apartMs) fillsSince ??= now;
		},
		/** A look at it was begun. */
		looked() {
			patience *= 2;
		},
		isBroken(now: number): boolean {
			if (lastChange === null) return false;
			if (fillsSince !== null && now - fillsSince >= fillToBookMs * patience) return true;
			if (isFresh) return now - lastChange >= leastStillMs * patience;
			if (distances.length < leastKnown) return false;
			let longest = 0;
			for (const distance of distances) longest = Math.max(longest, distance);
			return now - lastChange >= Math.max(leastStillMs, timesLongest * longest) * patience;
		},
	};
};
