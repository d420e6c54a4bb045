import type {Decimal} from '../../book/fixed-point.js';
import type {SideView} from '../../book/side-view.js';
import type {Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {numbersOf} from '../book-numbers.js';
import {createKept} from '../kept.js';
import {currenciesOf} from '../market-title.js';
import type {PaneInput} from '../pane.js';
import type {BarScales} from './depth-bars.js';
import type {Columns} from './depth-columns.js';
import {paintHeadings, paintSpread} from './depth-rows.js';
import {paintInfo} from './info-line.js';
import {lastFacts} from './last-trade.js';

const bestFacts = (side: SideView): readonly unknown[] => {
	if (side.length === 0) return [];
	const {units, decimals} = side.price(0);
	return [units, decimals];
};

/** Where either side ends, as each of them may have none. */
const spreadFacts = ({bids, asks}: BookView): readonly unknown[] => [
	...bestFacts(bids),
	'/',
	...bestFacts(asks),
];

/** Paints the lines of a table that stay as they are while sizes change. */
export const createLinePainter = (theme: Theme) => {
	const [headings, spread, info] = [
		createKept<string>(),
		createKept<string>(),
		createKept<string>(),
	];
	return {
		headings({market}: BookView, columns: Columns, step: Decimal | null, bars: BarScales): string {
			const {shown, size, total} = bars;
			const facts = [columns, market, step?.units, step?.decimals, shown, size, total];
			return headings(facts, () => paintHeadings(theme, columns, currenciesOf(market), step, bars));
		},
		spread(book: BookView, columns: Columns, width: number, now: number): string {
			const last = lastFacts(book, now);
			const facts = [columns, width, book.status, ...spreadFacts(book), ...last];
			return spread(facts, () => paintSpread(theme, book, columns, width, now));
		},
		/** What is known of the last minutes changes with the second at the latest. */
		info(input: Pick<PaneInput, 'book' | 'heat' | 'flow'>, now: number, width: number): string {
			const {book, heat, flow} = input;
			const {bids, asks, health, liveSince, wallAhead, trades, tapeFacts} = book;
			const {priceDecimals, sizeDecimals} = numbersOf(book);
			const facts = [
				...[heat, flow, width, Math.floor(now / 1000), priceDecimals, sizeDecimals],
				...[health, liveSince, wallAhead, trades, tapeFacts, bids.length, asks.length],
				...spreadFacts(book),
			];
			return info(facts, () => paintInfo(theme, input, now, width));
		},
	};
};

export type LinePainter = ReturnType<typeof createLinePainter>;
