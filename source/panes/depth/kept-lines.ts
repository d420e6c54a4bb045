import type {Decimal} from '../../book/fixed-point.js';
import type {Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {addBest} from '../best-facts.js';
import {numbersOf} from '../book-numbers.js';
import {createKept} from '../kept.js';
import {currenciesOf} from '../market-title.js';
import type {PaneInput} from '../pane.js';
import type {BarScales} from './depth-bars.js';
import type {Columns} from './depth-columns.js';
import {paintHeadings, paintSpread} from './depth-rows.js';
import {paintInfo} from './info-line.js';
import {lastFacts} from './last-trade.js';

/** Paints the lines of a table that stay as they are while sizes change. */
export const createLinePainter = (theme: Theme) => {
	const [headings, spread, info] = [
		createKept<string>(),
		createKept<string>(),
		createKept<string>(),
	];
	return {
		headings({market}: BookView, columns: Columns, step: Decimal | null, bars: BarScales): string {
			const {shown} = bars;
			const facts = [columns, market, step?.units, step?.decimals, shown, bars[shown]];
			return headings(facts, () => paintHeadings(theme, columns, currenciesOf(market), step, bars));
		},
		spread(book: BookView, columns: Columns, width: number, now: number): string {
			const facts = [columns, width, book.status, ...lastFacts(book, now)];
			addBest(facts, book.bids);
			addBest(facts, book.asks);
			return spread(facts, () => paintSpread(theme, book, columns, width, now));
		},
		/** What is known of the last minutes changes with the second at the latest. */
		info(input: Pick<PaneInput, 'book' | 'heat' | 'flow'>, now: number, width: number): string {
			const {book, heat, flow} = input;
			const {bids, asks, health, liveSince, wallAhead, trades, tapeFacts} = book;
			const {priceDecimals, sizeDecimals} = numbersOf(book);
			const facts: unknown[] = [heat, flow, width, Math.floor(now / 1000)];
			facts.push(priceDecimals, sizeDecimals, health, liveSince, wallAhead);
			facts.push(trades, tapeFacts, bids.length, asks.length);
			addBest(facts, bids);
			addBest(facts, asks);
			return info(facts, () => paintInfo(theme, input, now, width));
		},
	};
};

export type LinePainter = ReturnType<typeof createLinePainter>;
