import {formatDecimal, fromUnits} from '../../book/fixed-point.js';
import type {PrintedFill} from '../kit/trade-stream.js';
import type {Rung} from '../ladder.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {bigDecimalText, levelText} from '../number-text.js';
import type {Rungs} from '../running-book.js';

/** The short names of SIMPLE, by the long ones. */
const shortNames: Readonly<Record<string, string>> = {
	type: 'ty',
	code: 'cd',
	timestamp: 'tms',
	total_ask_size: 'tas',
	total_bid_size: 'tbs',
	orderbook_units: 'obu',
	ask_price: 'ap',
	bid_price: 'bp',
	ask_size: 'as',
	bid_size: 'bs',
	stream_type: 'st',
	level: 'lv',
	trade_date: 'td',
	trade_time: 'ttm',
	trade_timestamp: 'ttms',
	trade_price: 'tp',
	trade_volume: 'tv',
	ask_bid: 'ab',
	prev_closing_price: 'pcp',
	change: 'c',
	change_price: 'cp',
	sequential_id: 'sid',
};

/** The same message with the short names. */
export const toSimple = (text: string): string =>
	text.replace(/"([a-z_]+)":/g, (whole, name: string) =>
		name in shortNames ? `"${shortNames[name] ?? name}":` : whole,
	);

const zero: Rung = [0, 0];

/** The fields of a book: a bid and an ask in each rank, 0 where a side has fewer; sums of the sizes shown. */
export const bookFields = (market: RunningMarket, {bids, asks}: Rungs): string => {
	const {scale} = market.books.upbit;
	const sum = (rungs: readonly Rung[]) => {
		const lots = rungs.reduce((all, [, more]) => all + BigInt(more), 0n);
		return bigDecimalText(formatDecimal(fromUnits(lots, scale.sizeDecimals)));
	};
	const units = Array.from({length: Math.max(bids.length, asks.length)}, (_, rank) => {
		const bid = levelText('upbit', scale, bids[rank] ?? zero);
		const ask = levelText('upbit', scale, asks[rank] ?? zero);
		const prices = `"ask_price":${ask.price.wire},"bid_price":${bid.price.wire}`;
		return `{${prices},"ask_size":${ask.size.wire},"bid_size":${bid.size.wire}}`;
	});
	return `"total_ask_size":${sum(asks)},"total_bid_size":${sum(bids)},"orderbook_units":[${units.join(',')}]`;
};

/** 16 digits, unique but not strictly rising. */
const sequentialId = ({time, id}: PrintedFill): string =>
	`${String(time)}${String(id % 1000).padStart(3, '0')}`;

export const tradeText = (market: RunningMarket, fill: PrintedFill, streamType: string): string => {
	const [date = '', rest = ''] = new Date(fill.time).toISOString().split('T');
	const code = toSymbol('upbit', market.listing);
	const fields = [
		`"type":"trade","code":"${code}","timestamp":${String(fill.time + 7)}`,
		`"trade_date":"${date}","trade_time":"${rest.slice(0, 8)}","trade_timestamp":${String(fill.time)}`,
		`"trade_price":${fill.price},"trade_volume":${fill.size}`,
		`"ask_bid":"${fill.taker === 'buy' ? 'BID' : 'ASK'}"`,
		`"prev_closing_price":${fill.price},"change":"EVEN","change_price":0.0`,
		`"sequential_id":${sequentialId(fill)},"stream_type":"${streamType}"`,
	];
	return `{${fields.join(',')}}`;
};

/** A fill as REST tells it. */
export const tickText = (market: RunningMarket, fill: PrintedFill): string => {
	const [date = '', rest = ''] = new Date(fill.time).toISOString().split('T');
	const fields = [
		`"market":"${toSymbol('upbit', market.listing)}","trade_date_utc":"${date}"`,
		`"trade_time_utc":"${rest.slice(0, 8)}","timestamp":${String(fill.time)}`,
		`"trade_price":${fill.price},"trade_volume":${fill.size}`,
		`"prev_closing_price":${fill.price},"change_price":0.0`,
		`"ask_bid":"${fill.taker === 'buy' ? 'BID' : 'ASK'}","sequential_id":${sequentialId(fill)}`,
	];
	return `{${fields.join(',')}}`;
};
