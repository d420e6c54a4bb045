import {formatDecimal, type Decimal} from '../book/fixed-point.js';
import type {Exchange} from './exchange.js';

type Fees = Pick<Exchange, 'takerFee' | 'takerFeeByQuote'>;

/** In percent, of a market such as `STEEM/USDT`. */
export const takerFeeOf = ({takerFee, takerFeeByQuote = {}}: Fees, market: string): Decimal => {
	const quote = market.slice(market.indexOf('/') + 1);
	return Object.hasOwn(takerFeeByQuote, quote) ? (takerFeeByQuote[quote] ?? takerFee) : takerFee;
};

/** `0.25 % in BTC and USDT`: each fee that is not that of most markets. */
export const describeOtherFees = ({takerFee, takerFeeByQuote = {}}: Fees): readonly string[] => {
	const quotes = Object.keys(takerFeeByQuote);
	const feeIn = (quote: string) => formatDecimal(takerFeeByQuote[quote] ?? takerFee);
	return [...new Set(quotes.map(feeIn))].map(fee => {
		const same = quotes.filter(quote => feeIn(quote) === fee);
		return `${fee} % in ${same.join(' and ')}`;
	});
};
