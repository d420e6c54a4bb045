import {usualFee, type FeeOf} from '../book/edge.js';
import type {Decimal} from '../book/fixed-point.js';
import type {Exchange} from '../exchanges/exchange.js';
import {exchanges} from '../exchanges/index.js';
import {takerFeeOf} from '../exchanges/taker-fee.js';

/** What is set of an exchange holds for all its markets; null leaves each what the exchange takes. */
export const createFeeOf = (setOf: (exchange: Exchange) => Decimal | null): FeeOf => {
	const fees = new Map(
		exchanges.map(exchange => {
			const set = setOf(exchange);
			return [exchange.id, (market: string) => set ?? takerFeeOf(exchange, market)];
		}),
	);
	return ({exchange, market}) => fees.get(exchange)?.(market) ?? usualFee;
};
