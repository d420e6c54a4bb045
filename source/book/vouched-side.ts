import {isBeyond, type VouchedRange} from './order-book.js';
import type {SideName, SideView} from './side-view.js';

/** A side without what the book does not vouch for; the side itself where that is nothing. */
export const vouchedSide = (side: SideView, name: SideName, vouched: VouchedRange): SideView => {
	if (!vouched[name]) return side;
	const isLoose = (rank: number) => isBeyond(vouched, name, side.price(rank));
	if (side.length === 0 || !isLoose(side.length - 1)) return side;
	let length = 0;
	let end = side.length - 1;
	while (length < end) {
		const middle = Math.floor((length + end) / 2);
		if (isLoose(middle)) end = middle;
		else length = middle + 1;
	}
	return {length, price: rank => side.price(rank), size: rank => side.size(rank)};
};
