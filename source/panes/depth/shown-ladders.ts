import type {UiState} from '../../screen/ui-state.js';
import type {BookView, MarketView} from '../../store/market-view.js';
import {createLately, createLatelyOfBooks} from '../lately.js';
import {toBarScales, type BarScales} from './depth-bars.js';
import {toLadder, type Ladder} from './ladder.js';

/** What a table shows of a book: on so many rows, scrolled only where the keys act on it. */
type Shown = {readonly ui: UiState; readonly rows: number; readonly isFocused: boolean};

const known = createLatelyOfBooks<{readonly of: Shown; readonly ladder: Ladder}>();

/** As `toLadder`; worked out once, however many panes ask for the same. */
export const shownLadder = (book: BookView, of: Shown): Ladder => {
	const last = known.get(book);
	const {ui, rows, isFocused} = of;
	if (last?.of.ui === ui && last.of.rows === rows && last.of.isFocused === isFocused)
		return last.ladder;
	const ladder = toLadder(book, ui, rows, isFocused);
	known.set(book, {of, ladder});
	return ladder;
};

const workOut = (
	{books}: MarketView,
	book: BookView,
	{ui, rows, isFocused}: Shown,
	focus: number,
): BarScales => {
	const tables: Ladder['rows'][] = [];
	for (const [index, other] of books.entries()) {
		if (other.market !== book.market) continue;
		const isOn = other === book ? isFocused : index === focus;
		tables.push(shownLadder(other, {ui, rows, isFocused: isOn}).rows);
	}
	return toBarScales(tables, ui.bars);
};

/** Of a view: the scale that was asked for last, for the first of the tables of a market. */
const knownScales = createLately<
	MarketView,
	Omit<Shown, 'isFocused'> & {readonly market: string; readonly scales: BarScales}
>();

/** One scale for the tables of a market that stand side by side: bars as long are sizes as large. */
export const sharedScales = (view: MarketView, book: BookView, shown: Shown): BarScales => {
	const {books} = view;
	const {ui, rows, isFocused} = shown;
	const {market} = book;
	const focus = Math.min(ui.focus, books.length - 1);
	// Of a table that is shown otherwise than the others take it to be, the scale is its own.
	if (isFocused !== (books[focus] === book)) return workOut(view, book, shown, focus);
	const last = knownScales.get(view);
	if (last?.ui === ui && last.rows === rows && last.market === market) return last.scales;
	const scales = workOut(view, book, shown, focus);
	knownScales.set(view, {ui, rows, market, scales});
	return scales;
};
