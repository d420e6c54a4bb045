import type {Decimal} from './fixed-point.js';
import type {SideView} from './side-view.js';

/** What tells in what steps prices go. */
type Priced = {
	/** Null until the exchange's list was read. */
	readonly tickSize: Decimal | null;
	readonly bids: SideView;
	readonly asks: SideView;
};

/** The tick size, or where it is not known yet the last digit of the prices near the spread. */
export const tickOf = ({tickSize, bids, asks}: Priced): Decimal => {
	if (tickSize) return tickSize;
	let decimals = 0;
	for (const side of [bids, asks])
		for (let rank = 0; rank < Math.min(20, side.length); rank++)
			decimals = Math.max(decimals, side.price(rank).decimals);
	return {units: 1, decimals};
};
