/** Views of all books that are shown at a time: the newest, and the one at which the screen stands still. */
export const mostViews = 4;

/** Of books, many times as many as are painted at a time. */
export const mostBooks = 64;

/**
 * What was worked out of the objects that were asked for last, up to so many. In place of a weak map: what that holds of
 * young objects V8 keeps until it looks through all of the memory, so that of each view all that was painted would stay.
 */
export const createLately = <Of extends object, Made>(most: number) => {
	const keys: Of[] = [];
	const made: Made[] = [];
	/** The place of the oldest. */
	let oldest = 0;
	return {
		get(of: Of): Made | undefined {
			const at = keys.indexOf(of);
			return at < 0 ? undefined : made[at];
		},
		set(of: Of, what: Made) {
			const known = keys.indexOf(of);
			const at = known < 0 ? oldest : known;
			keys[at] = of;
			made[at] = what;
			if (known < 0) oldest = (oldest + 1) % most;
		},
	};
};
