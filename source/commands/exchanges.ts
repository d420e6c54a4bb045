import {formatDecimal} from '../book/fixed-point.js';
import type {Addresses, BookChannel, Exchange, Market} from '../exchanges/exchange.js';
import {describeAudit, describeLoss} from '../book/proving.js';
import type {Venue} from '../feed/venue.js';
import {describeOtherFees} from '../exchanges/taker-fee.js';
import {exitCodes, type Console} from '../output/console.js';
import {padEndCells, widthOf} from '../screen/cells.js';

/** Stands for all markets in the names of channels. */
const sampleOf = (exchange: Exchange): Market => ({
	...{base: 'STEEM', quote: 'USDT', symbol: exchange.toSymbol('STEEM', 'USDT')},
	...{tickSize: null, sizeStep: null, state: {type: 'trading'}},
});

const nameOf = (exchange: Exchange, channel: BookChannel): string => {
	const market = sampleOf(exchange);
	return channel.topics(market)[0] ?? channel.path(market);
};

const listOf = (addresses: Addresses): readonly string[] =>
	typeof addresses === 'string' ? [addresses] : addresses;

const toJson = ({exchange, endpoints}: Venue): string =>
	JSON.stringify({
		id: exchange.id,
		title: exchange.title,
		otherNames: exchange.otherNames ?? [],
		takerFeePercent: formatDecimal(exchange.takerFee),
		takerFeePercentByQuote: Object.fromEntries(
			Object.entries(exchange.takerFeeByQuote ?? {}).map(([quote, fee]) => [
				quote,
				formatDecimal(fee),
			]),
		),
		...(exchange.feeDoubt !== undefined && {takerFeeNote: exchange.feeDoubt}),
		channels: exchange.channels.map(channel => ({
			name: nameOf(exchange, channel),
			ids: channel.ids,
			loss: channel.loss,
			audit: channel.audit,
		})),
		hasOwnTrades: exchange.tradesChannel !== null,
		websockets: listOf(endpoints.ws),
		rest: listOf(endpoints.rest),
	});

const headings = ['exchange', 'channel', 'a loss is seen by', 'audited by', 'taker fee', 'address'];

const describeFee = (exchange: Exchange): string => {
	const fees = [`${formatDecimal(exchange.takerFee)} %`, ...describeOtherFees(exchange)];
	return `${fees.join(', ')}${exchange.feeDoubt === undefined ? '' : '*'}`;
};

/** A row a channel; what holds for all of them stands in the first. */
const toRows = ({exchange, endpoints}: Venue): readonly (readonly string[])[] =>
	exchange.channels.map((channel, index) => [
		index === 0 ? exchange.id : '',
		nameOf(exchange, channel),
		describeLoss(channel.loss),
		describeAudit(channel.audit),
		index === 0 ? describeFee(exchange) : '',
		index === 0 ? (listOf(endpoints.ws)[0] ?? '') : '',
	]);

/** Prints how each exchange's books are followed, and what proves them. Returns the exit code. */
export const printExchanges = (
	venues: readonly Venue[],
	console: Console,
	{isJson}: {readonly isJson: boolean},
): number => {
	if (isJson) {
		console.write(`${venues.map(toJson).join('\n')}\n`);
		return exitCodes.done;
	}
	const rows = [headings, ...venues.flatMap(toRows)];
	const widths = headings.map((_, column) =>
		Math.max(...rows.map(row => widthOf(row[column] ?? ''))),
	);
	const lines = rows.map(row =>
		row
			.map((cell, column) => padEndCells(cell, widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
	const doubts = venues.flatMap(({exchange: {id, feeDoubt}}) =>
		feeDoubt === undefined ? [] : [`${id}: ${feeDoubt}`],
	);
	const notes =
		doubts.length > 0
			? [
					'',
					'* Taker fees that the exchange itself did not tell; set yours as fees.EXCHANGE.',
					...doubts,
				]
			: [];
	console.write(`${[...lines, ...notes].join('\n')}\n`);
	return exitCodes.done;
};
