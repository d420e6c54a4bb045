import {clip} from '../../screen/cells.js';
import {cleanText, wrapWords} from '../../screen/clean-text.js';
import {formatTime} from '../../screen/format.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import {clipCoded} from '../../screen/status.js';
import {clampScroll} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import {paintTrouble} from '../depth/depth-notes.js';
import type {Pane, PaneInput, Painter} from '../pane.js';
import {framed, paintParts, widthOfParts, type Part} from '../pane-frame.js';
import {nextSecond, remember} from '../remember.js';
import {createTitle} from '../title.js';
import {paintPast, pastLines} from './health-past.js';
import {healthRows, rowCounts} from './health-rows.js';

const labelWidth = 13;
const timeWidth = 8;

/** Blank lines around the table where there is room for them. */
const isRoomy = (height: number) => height >= 26;

/** Lines about what is wrong, at the bottom. */
const noteLines = 2;
const noteRows = ({status}: BookView) => (status === 'live' ? 0 : noteLines);

/** Lines between the edges that are left below the whole table and its blank lines, but for those about trouble. */
const roomBelow = (height: number): number =>
	height - 2 - rowCounts.full - noteLines - (isRoomy(height) ? 3 : 0);

/** What of the pane is how high, in lines. */
type Layout = {
	/** Whether the table has fewer rows, for the charts to have room. */
	readonly isJoined: boolean;
	/** Of each chart of the past; 0 without. */
	readonly charts: number;
	/** For what happened; below 3 there is no list of its own, and all scrolls as one. */
	readonly events: number;
};

/** The higher the charts are, the more of what happened has to have room beside them. */
const layoutOf = (book: BookView, height: number): Layout => {
	const room = roomBelow(height) - 1;
	const charts = [4, 3, 2, 1].find(rows => room - pastLines(rows) - 1 >= rows + 2) ?? 0;
	if (charts > 0) return {isJoined: false, charts, events: room - pastLines(charts) - 1};
	const joined = height - 2 - rowCounts.joined - pastLines(1) - 1;
	if (joined >= 3) return {isJoined: true, charts: 1, events: joined - noteRows(book)};
	return {isJoined: false, charts: 0, events: Math.max(1, room)};
};

/** A pane as low as this has no room for a list below the table. */
const isLow = ({charts, events}: Layout) => charts === 0 && events < 3;

/** The heading is row 0 of the list, the newest event is row −1; where all scrolls, row 0 is the first of the table. */
const extentOf = (book: BookView, height: number) => {
	const {events} = book.health;
	const place = {asks: 0, above: 0, hasCursor: false};
	const layout = layoutOf(book, height);
	return isLow(layout)
		? {
				...place,
				bids: rowCounts.full + Math.max(1, events.length),
				rows: height - 2 - noteRows(book),
			}
		: {...place, bids: events.length, rows: layout.events + 1};
};

const paintEvents = (theme: Theme, {book, ui, isFocused, width, height}: PaneInput) => {
	const {wallAhead} = book;
	const {events} = book.health;
	const room = layoutOf(book, height).events;
	const extent = {panes: 1, ...extentOf(book, height)};
	const end = events.length + clampScroll(isFocused ? ui.scroll : 0, extent);
	const shown = events.slice(Math.max(0, end - room), end).reverse();
	// A line for each; those that are left go to the newest of what is longer.
	let spare = room - shown.length;
	const lines = shown.flatMap(({at, text}) => {
		const [first = '', ...rest] = wrapWords(cleanText(text), width - 14);
		const more = rest.slice(0, spare);
		spare -= more.length;
		const last = more.length < rest.length ? ` ${rest.slice(more.length).join(' ')}` : '';
		const words = [first, ...more];
		words.push(clipCoded(`${words.pop() ?? ''}${last}`, width - 14));
		return words.map((line, index) => {
			const time = index === 0 ? formatTime(at + wallAhead) : ' '.repeat(timeWidth);
			return ` ${theme.paint('muted', time)}  ${theme.paint('text', line)}`;
		});
	});
	if (lines.length === 0) lines.push(` ${theme.paint('faint', 'nothing yet')}`);
	return [...lines, ...Array.from({length: Math.max(0, room - lines.length)}, () => '')];
};

/** A line for each event, the newest first. */
const paintEventLines = (theme: Theme, {book, width}: PaneInput) => {
	const lines = book.health.events.toReversed().map(({at, text}) => {
		const words = clipCoded(cleanText(text), width - 14);
		return ` ${theme.paint('muted', formatTime(at + book.wallAhead))}  ${theme.paint('text', words)}`;
	});
	return lines.length > 0 ? lines : [` ${theme.paint('faint', 'nothing yet')}`];
};

/** As many of the parts as fit whole; of the first, what fits. */
const whole = (parts: readonly Part[], width: number): readonly Part[] => {
	if (widthOfParts(parts) <= width) return parts;
	const [first, ...others] = parts;
	if (first && others.length === 0) return [[first[0], clip(first[1], width)]];
	return whole(parts.slice(0, -1), width);
};

const createPainter = (theme: Theme): Painter => {
	const toTitle = createTitle('health');
	return remember('book', (input, now) => {
		const {book, vitals, ui, isFocused, width, height} = input;
		const inner = width - 2;
		const layout = layoutOf(book, height);
		const {isJoined, charts: rows} = layout;
		const table = healthRows(book, now, isJoined).map(
			({label, value}) =>
				` ${theme.paint('label', label.padEnd(labelWidth))}${paintParts(theme, whole(value, inner - labelWidth - 1))}`,
		);
		const space = isRoomy(height) && !isJoined ? [''] : [];
		const rule = glyphs.rule.repeat(Math.max(0, inner - 12));
		const heading = ` ${theme.paint('label', 'What happened')} ${theme.paint('faint', rule.slice(4))}`;
		const past = paintPast(
			theme,
			vitals?.pastOf(book.key) ?? null,
			{rows, labelWidth, width: inner},
			now,
		);
		const notes = book.status === 'live' ? [] : paintTrouble(theme, book, now, inner);
		const room = height - 2 - notes.length;
		const scrolled = -clampScroll(isFocused ? ui.scroll : 0, {panes: 1, ...extentOf(book, height)});
		const body = isLow(layout)
			? [...table, heading, ...paintEventLines(theme, input)].slice(scrolled, scrolled + room)
			: [
					...[...space, ...table, ...space],
					...(past.length === 0 ? [] : [...past, ...space]),
					...[heading, ...paintEvents(theme, input), ...space],
				].slice(0, room);
		const padding = Array.from({length: room - body.length}, () => '');
		return {
			lines: framed(
				theme,
				input.isFocused,
				toTitle(input, now),
				[...body, ...padding, ...notes],
				input,
			),
			repaintAt: nextSecond(now),
		};
	});
};

/** How one exchange's feed is doing, and what happened to it lately. */
export const healthPane: Pane = {
	per: 'book',
	hasFocus: true,
	createPainter,
	extentOf: (_view, book, _ui, height) => extentOf(book, height),
};
