import type {SideName, SideView} from './side-view.js';
import type {Fill} from './depth.js';
import {
	addDecimals,
	compareDecimals,
	divideDecimals,
	multiplyDecimals,
	zero,
	type Decimal,
} from './fixed-point.js';

/** Size taken and what it costs in the quote currency. */
export type Taken = {readonly size: Decimal; readonly notional: Decimal};

const nothing: Taken = {size: zero, notional: zero};

/** Taking every level of a side up to a price, which is included. */
export const takeToPrice = (side: SideView, name: SideName, price: Decimal): Taken => {
	let {size, notional} = nothing;
	for (let rank = 0; rank < side.length; rank++) {
		const at = side.price(rank);
		const order = compareDecimals(at, price);
		if (name === 'asks' ? order > 0 : order < 0) break;
		size = addDecimals(size, side.size(rank));
		notional = addDecimals(notional, multiplyDecimals(at, side.size(rank)));
	}
	return {size, notional};
};

export const addTaken = (parts: readonly Taken[]): Taken =>
	parts.reduce(
		(sum, {size, notional}) => ({
			size: addDecimals(sum.size, size),
			notional: addDecimals(sum.notional, notional),
		}),
		nothing,
	);

/** With the average price to at least so many decimals; null where nothing was taken. */
export const toFill = ({size, notional}: Taken, averageDecimals: number): Fill | null =>
	size.units === 0
		? null
		: {size, notional, average: divideDecimals(notional, size, averageDecimals)};
