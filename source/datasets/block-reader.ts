import type {Decimal} from '../book/fixed-point.js';
import {noLevels, type LevelColumns} from '../book/level-columns.js';
import type {Level} from '../book/side-view.js';
import type {BookTops} from '../book/order-book.js';
import type {Trade} from '../book/trade.js';
import type {BookRows, Day, MarketName, MarketSink, SideRows} from './book-rows.js';
import {Kind, tradeSides, type RowBlock} from './row-block.js';

const cut = (levels: LevelColumns, most: number): LevelColumns =>
	levels.length <= most
		? levels
		: {...levels, length: most, wide: levels.wide && levels.wide.slice(0, most)};

const toTops = (bids: LevelColumns, asks: LevelColumns): BookTops => ({
	bids: {top: count => cut(bids, count)},
	asks: {top: count => cut(asks, count)},
});

const noTops = toTops(noLevels, noLevels);

/** Tells sinks what a block holds, one record after the other. */
const createRecords = ({numbers, extras}: RowBlock, tops: number) => {
	let [at, extra] = [0, 0];
	const number = () => numbers[at++] ?? 0;

	const decimal = (): Decimal => {
		const units = number();
		const decimals = number();
		return {units: Number.isNaN(units) ? (extras[extra++] as bigint) : units, decimals};
	};

	const level = (): Level => ({price: decimal(), size: decimal()});

	const levels = (): LevelColumns => {
		const length = number();
		const [priceDecimals, sizeDecimals, isWide] = [number(), number(), number() === 1];
		const from = at;
		if (!isWide) at += 2 * length;
		const pairs = numbers.subarray(from, at);
		const wide = isWide ? Array.from({length}, level) : null;
		return {length, pairs, priceDecimals, sizeDecimals, wide};
	};

	const rows = (): BookRows => {
		const isSnapshot = number() === 1;
		const time = number();
		const localTime = number();
		const sides: SideRows[] = [];
		for (let left = number(); left > 0; left--)
			sides.push({side: number() === 0 ? 'bid' : 'ask', levels: levels()});
		const book = tops === 0 ? noTops : toTops(levels(), levels());
		return {isSnapshot, exchangeTime: Number.isNaN(time) ? null : time, localTime, sides, book};
	};

	const trade = (): Trade => {
		const id = number();
		return {
			id: Number.isNaN(id) ? (extras[extra++] as string) : String(id),
			price: decimal(),
			size: decimal(),
			side: tradeSides[number()] ?? null,
			time: number(),
		};
	};

	return {
		at: () => at,
		number,
		rows,
		trades: (): readonly Trade[] => Array.from({length: number()}, trade),
		/** What a record has that is no number. */
		extra: () => extras[extra++],
	};
};

/** Tells what blocks hold to sinks, made by `sinkOf` for each market. `tops`: as they were written. */
export const createBlockReader = (sinkOf: (market: MarketName) => MarketSink, tops: number) => {
	const sinks: MarketSink[] = [];
	return (block: RowBlock): void => {
		const records = createRecords(block, tops);
		while (records.at() < block.length) {
			const kind: Kind = records.number();
			const market = records.number();
			switch (kind) {
				case Kind.market:
					sinks[market] = sinkOf(records.extra() as MarketName);
					break;
				case Kind.book:
					sinks[market]?.book(records.rows());
					break;
				case Kind.trades: {
					const localTime = records.number();
					sinks[market]?.trades(records.trades(), localTime);
					break;
				}
				case Kind.endDay:
					sinks[market]?.endDay(records.extra() as Day);
			}
		}
	};
};
