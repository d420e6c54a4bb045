/** Of values, or of the same objects: what is in them is not looked at. */
const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean => {
	if (a.length !== b.length) return false;
	for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
	return true;
};

/**
 * What was made of some facts; made anew only where one of them is another. Of a screen that changes ten times a second
 * most words and many numbers stay: to compare what they are made of takes a tenth of making them.
 */
export const createKept = <T>() => {
	let last: {readonly facts: readonly unknown[]; readonly made: T} | null = null;
	return (facts: readonly unknown[], make: () => T): T => {
		if (!last || !isSame(last.facts, facts)) last = {facts, made: make()};
		return last.made;
	};
};
