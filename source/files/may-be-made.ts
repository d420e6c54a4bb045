import {statSync} from 'node:fs';
import {dirname} from 'node:path';

/** Whether something may be made at a place: root, in the home of another, would leave folders that the other cannot use. */
export const mayBeMade = (path: string): boolean => {
	if (process.geteuid?.() !== 0) return true;
	let place = path;
	for (;;) {
		const there = statSync(place, {throwIfNoEntry: false});
		if (there) return there.uid === 0;
		place = dirname(place);
	}
};
