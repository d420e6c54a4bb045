import type {Decimal} from '../../book/fixed-point.js';
import type {SideName} from '../../book/side-view.js';
import {cutOf, type LevelChange, type LevelPast} from '../../flow/level-past.js';
import type {FlowReader} from '../../flow/flow-reader.js';
import {formatNumber, formatTime} from '../../screen/format.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import type {LevelCursor, UiState} from '../../screen/ui-state.js';
import type {BookView} from '../../store/market-view.js';
import {numbersOf} from '../book-numbers.js';
import {cursorPrice} from '../level-cursor.js';
import {firstFitting, paintParts, type Part} from '../pane-frame.js';

/** Rows that tell of the level at the cursor, in a pane of so many rows; in a low one they stand in place of the notes. */
export const levelRows = (height: number, {inspects, cursor}: UiState): number => {
	if (!inspects || !cursor || height < 18) return 0;
	return height < 30 ? 3 : 6;
};

const label = (text: string): Part => ['label', text];

const dot: Part = ['faint', ` ${glyphs.dot} `];

type Told = {
	readonly price: string;
	readonly side: SideName;
	readonly size: (value: Decimal) => string;
	readonly time: (at: number) => string;
};

/** `0.1644 ask · seen since 12:04:31 · there since 12:05:02, 250.0 of it all the time`. */
const headLine = (past: LevelPast, {price, side, size, time}: Told): readonly Part[][] => {
	const name: readonly Part[] = [['strong', `${price} ${side === 'asks' ? 'ask' : 'bid'}`]];
	const seen: readonly Part[] = [dot, label('seen since '), ['text', time(past.since)]];
	const {standing} = past;
	if (!standing) {
		const gone: readonly Part[] = [dot, ['muted', 'no level now']];
		return [[...name, ...seen, ...gone], [...name, ...gone], [...name]];
	}
	const {isOlder, since, least} = standing;
	const from = isOlder ? 'there already' : `there since ${time(since)}`;
	const whole: readonly Part[] = [
		dot,
		label(isOlder ? from : 'there since '),
		...(isOlder ? [] : [['text', time(since)] as const]),
	];
	const kept: readonly Part[] = [label(', '), ['text', size(least)], label(' of it all the time')];
	return [
		[...name, ...seen, ...whole, ...kept],
		[...name, ...seen, dot, ['text', size(least)], label(' all the time')],
		[...name, ...seen, ...whole],
		[...name, ...seen],
		[...name],
	];
};

/** `added 1 200.0 · traded 120.0 by the trades told · cut 300.0`. */
const sumsLine = (past: LevelPast, {size}: Told): readonly Part[][] => {
	const [added, traded, cut] = [past.added, past.traded, cutOf(past)].map(size);
	const text = (value = ''): Part => ['text', value];
	const long = (by: string): Part[] => [
		label('added '),
		text(added),
		dot,
		label('cut '),
		text(cut),
		dot,
		label('traded '),
		text(traded),
		label(by),
	];
	return [
		long(' by the trades that were told'),
		long(' (trades told)'),
		long(''),
		[text(`+${added}`), label(' cut '), text(cut), label(' traded '), text(traded)],
		[text(`+${added}`), text(` ${glyphs.minus}${cut}`), label(' x '), text(traded)],
	];
};

const looks: Readonly<Record<LevelChange['type'], readonly [Role, string]>> = {
	added: ['text', '+'],
	removed: ['muted', glyphs.minus],
	traded: ['accent', 'traded '],
};

/** The newest first, as many as fit on so many lines, one below the other. */
const changeLines = (
	theme: Theme,
	{changes}: LevelPast,
	{size, time}: Told,
	width: number,
	lines: number,
): readonly string[] => {
	const cells = changes.toReversed().map(({at, type, by}) => {
		const [role, sign] = looks[type];
		return {time: time(at), role, text: sign + size(by)};
	});
	const wide = Math.max(0, ...cells.map(({time, text}) => time.length + 1 + text.length)) + 3;
	const perLine = Math.max(1, Math.floor((width + 3) / wide));
	const shown = cells.slice(0, perLine * lines);
	return Array.from({length: lines}, (_, line) =>
		shown
			.filter((_, index) => index % lines === line)
			.map(cell => {
				const padding = ' '.repeat(wide - cell.time.length - 1 - cell.text.length);
				return `${theme.paint('muted', cell.time)} ${theme.paint(cell.role, cell.text)}${padding}`;
			})
			.join(''),
	);
};

type Asked = {
	readonly book: BookView;
	readonly flow: FlowReader;
	readonly cursor: LevelCursor;
	readonly step: Decimal | null;
};

/** What happened at the price of the cursor since it was first seen, on so many lines. */
export const paintLevelNotes = (
	theme: Theme,
	{book, flow, cursor, step}: Asked,
	width: number,
	rows: number,
): readonly string[] => {
	const {side} = cursor;
	const {sizeDecimals, priceDecimals} = numbersOf(book);
	const price = cursorPrice(cursor, step);
	const past = flow.pastOf(book.key, {side, step}, price);
	const told: Told = {
		price: formatNumber(price, Math.max(price.decimals, step ? 0 : priceDecimals)),
		side,
		size: value => (value.units === 0 ? '0' : formatNumber(value, sizeDecimals)),
		time: at => formatTime(at + book.wallAhead),
	};
	const line = (choices: readonly (readonly Part[])[]) =>
		` ${paintParts(theme, firstFitting(choices, width - 2))}`;
	if (!past) {
		const isOff = flow.sinceOf(book.key) === null;
		const why = isOff ? 'not watched: the book is not proven' : 'nothing was seen there so far';
		const name: Part = ['strong', told.price];
		return [line([[name, dot, ['muted', why]], [['muted', why]]])];
	}
	const changes = changeLines(theme, past, told, width - 2, rows - 2).map(text => ` ${text}`);
	return [line(headLine(past, told)), line(sumsLine(past, told)), ...changes];
};
