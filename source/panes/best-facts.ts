import type {SideView} from '../book/side-view.js';

/** Adds the best price of a side to what something is made of. */
export const addBest = (facts: unknown[], side: SideView): void => {
	if (side.length === 0) {
		facts.push(null, null);
		return;
	}
	const {units, decimals} = side.price(0);
	facts.push(units, decimals);
};
