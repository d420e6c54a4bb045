import type {Edge, FeeOf} from '../book/edge.js';
import {formatDecimal, type Decimal} from '../book/fixed-point.js';
import {vouchedEdge} from '../book/vouched-edge.js';
import {sizeAt, startStep} from '../book/trade-size.js';
import type {BookView} from '../store/market-view.js';
import type {CreateNews} from './news.js';

type Way = {readonly buy: BookView; readonly sell: BookView};

/** Both ways between each two books of one market. */
const waysOf = (books: readonly BookView[]): readonly Way[] =>
	books.flatMap((first, index) =>
		books
			.slice(index + 1)
			.filter(({market}) => market === first.market)
			.flatMap(second => [
				{buy: first, sell: second},
				{buy: second, sell: first},
			]),
	);

/** Why there is none to tell, where it is not for an empty side. */
const lackOf = ({buy, sell}: Way): string | null => {
	const [down] = [buy, sell].filter(({status}) => status !== 'live');
	return down ? `${down.exchange} is ${down.status}` : null;
};

const edgeOf = ({buy, sell}: Way, size: Decimal, feeOf: FeeOf): Edge | null =>
	vouchedEdge(buy, sell, size, {buy: feeOf(buy), sell: feeOf(sell)});

/** What changes of it: not the ages. */
const factsOf = (edge: Edge | null, way: Way) =>
	edge
		? {
				size: formatDecimal(edge.size),
				isWhole: edge.isWhole,
				gross: formatDecimal(edge.gross),
				net: formatDecimal(edge.net),
				netPercent: (edge.netShare * 100).toFixed(3),
			}
		: {
				...{size: null, isWhole: false, gross: null, net: null, netPercent: null},
				reason: lackOf(way) ?? 'the books do not hold it',
			};

type Facts = ReturnType<typeof factsOf>;

const ageOf = ({receivedAt, wallAhead}: BookView, now: number): number | null =>
	receivedAt === null ? null : Math.max(0, Math.round(now - receivedAt - wallAhead));

const toJson = ({buy, sell}: Way, facts: Facts, now: number): string =>
	JSON.stringify({
		type: 'edge',
		market: buy.market,
		...{buy: buy.exchange, sell: sell.exchange},
		...facts,
		ages: {buy: ageOf(buy, now), sell: ageOf(sell, now)},
		receivedAt: Math.round(now),
	});

const toText = ({buy, sell}: Way, facts: Facts): string => {
	const way = `${buy.market}  buy ${buy.title} → sell ${sell.title}`;
	if ('reason' in facts) return `${way}  no edge: ${facts.reason}`;
	const [, quote = ''] = buy.market.split('/');
	const part = facts.isWhole ? '' : ' (all that is vouched for)';
	return `${way}  ${facts.size}${part}  net ${facts.net} ${quote} (${facts.netPercent} %), before fees ${facts.gross}`;
};

/** A size to tell edges for where none was named: it stays what it was at first. */
const createSizes = (named: Decimal | null) => {
	const sizes = new Map<string, Decimal>();
	return ({buy, sell}: Way): Decimal | null => {
		if (named) return named;
		const {market} = buy;
		const known = sizes.get(market);
		if (known || buy.status !== 'live' || sell.status !== 'live') return known ?? null;
		if (buy.asks.length === 0) return null;
		const size = sizeAt(startStep(buy.asks.price(0), market.split('/')[1] ?? ''));
		sizes.set(market, size);
		return size;
	};
};

/** A line both ways between each two books of a market when it changed, and when there is none any more. */
export const createEdgeNews: CreateNews = ({isJson, size: named, feeOf}) => {
	const sizeOf = createSizes(named);
	const told = new Map<string, string>();
	return ({books}, now) =>
		waysOf(books).flatMap(way => {
			const key = `${way.buy.key}>${way.sell.key}`;
			const size = sizeOf(way);
			const edge = size ? edgeOf(way, size, feeOf) : null;
			// Before the first there is nothing that could be believed still.
			if (!edge && !told.has(key)) return [];
			const facts = factsOf(edge, way);
			const text = JSON.stringify(facts);
			if (told.get(key) === text) return [];
			told.set(key, text);
			return [isJson ? toJson(way, facts, now) : toText(way, facts)];
		});
};
