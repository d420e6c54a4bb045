import type {SideName} from '../book/book-side.js';
import {distanceBps, type Fill} from '../book/depth.js';
import {formatDecimal, type Decimal} from '../book/fixed-point.js';
import {clip, widthOf} from '../screen/cells.js';
import {cleanText} from '../screen/clean-text.js';
import {formatBps, formatMoney, formatNumber} from '../screen/format.js';
import {describeRetry, statusWords} from '../screen/status.js';
import {glyphs, type Theme} from '../screen/theme.js';
import type {BookView} from '../store/market-view.js';
import {standingTexts} from './depth/depth-notes.js';
import {nameOf} from './market-title.js';
import {paintParts, widthOfParts, type Part} from './pane-frame.js';

/** Cells of a reason that tell it as a rule. */
const leastReason = 20;

/** One line on a book: since when it is in sync; or what became of it and why, after `absent`. */
export const paintStanding = (
	theme: Theme,
	book: BookView,
	absent: string,
	now: number,
	width: number,
	nameWidth: number,
): string => {
	const {glyph, role, meaning} = statusWords[book.status];
	const head: readonly Part[] = [
		['text', ' '],
		[role, `${glyph} `],
		['text', nameOf(book).padEnd(nameWidth)],
		['text', '  '],
	];
	const room = width - widthOfParts(head) - 1;
	if (book.status === 'live') {
		const text = standingTexts(book).find(words => widthOf(words) <= room) ?? '';
		return paintParts(theme, [...head, ['label', text]]);
	}
	const reason = book.reason === null ? meaning : cleanText(book.reason);
	const retry = describeRetry(book.retryAt, now);
	const join = (parts: readonly string[]) =>
		parts.filter(part => part !== '').join(` ${glyphs.dot} `);
	// All else gives way before the cause does.
	const choices = [[absent, retry], [absent], []];
	const told = choices.find(
		parts => widthOf(join([...parts, reason.slice(0, leastReason)])) <= room,
	);
	const why = join([...(told ?? []), reason]);
	return paintParts(theme, [...head, [role, clip(why, room)]]);
};

/** What taking all down to a price would be, of one book or of several. */
export type TakeLine = {readonly label: string; readonly fill: Fill | null};

type TakeStyle = {
	readonly side: SideName;
	/** Base and quote currency. */
	readonly units: readonly [string, string];
	readonly price: Decimal;
	readonly mid: Decimal | null;
	readonly decimals: number;
};

/** One number of each line, with as many decimals in all as the largest has room for. */
const formatAlike = (
	lines: readonly TakeLine[],
	pick: (fill: Fill) => Decimal,
	digits: number,
	formatIt = formatNumber,
): readonly string[] => {
	const values = lines.map(({fill}) => fill && pick(fill));
	const known = values.filter(value => value !== null);
	const whole = Math.max(0, ...known.map(value => formatDecimal(value, 0).length));
	const most = Math.max(0, ...known.map(({decimals}) => decimals));
	const decimals = Math.min(most, Math.max(2, digits - whole));
	return values.map(value => (value ? formatIt(value, decimals) : ''));
};

/** As many lines, their numbers one below the other; with fewer of them where there is less room. */
export const paintTakes = (
	theme: Theme,
	lines: readonly TakeLine[],
	{side, units, price, mid, decimals}: TakeStyle,
	width: number,
): readonly string[] => {
	const [base, quote] = units;
	const label = Math.max(...lines.map(line => widthOf(line.label)));
	const bps = mid ? `${formatBps(distanceBps(price, mid))} bps` : '';
	const verb: Part = [side === 'asks' ? 'ask' : 'bid', side === 'asks' ? 'buy ' : 'sell '];
	const build = (digits: number, isLong: boolean) => {
		const size = formatAlike(lines, ({size}) => size, digits);
		const notional = formatAlike(lines, ({notional}) => notional, digits, formatMoney);
		const [sizeWidth, notionalWidth] = [size, notional].map(texts =>
			Math.max(...texts.map(text => text.length)),
		);
		return lines.map((line, index): readonly Part[] => {
			const head: readonly Part[] = [['muted', ` ${line.label.padEnd(label)}  `]];
			if (!line.fill) return [...head, ['faint', 'nothing']];
			return [
				...head,
				verb,
				['strong', (size[index] ?? '').padStart(sizeWidth ?? 0)],
				...(isLong ? [['label', ` ${base} for `] as const] : [['label', ' for '] as const]),
				['text', (notional[index] ?? '').padStart(notionalWidth ?? 0)],
				...(isLong ? [['label', ` ${quote}`] as const] : []),
				['label', ' at '],
				['strong', formatNumber(line.fill.average, decimals + 2)],
				...(isLong && index === 0 && bps !== ''
					? ([
							['faint', ` ${glyphs.dot} `],
							['text', bps],
							['label', ' from mid'],
						] as const)
					: []),
			];
		});
	};
	const choices = [build(8, true), build(6, true), build(6, false), build(3, false)];
	const fits = (choice: readonly (readonly Part[])[]) =>
		choice.every(parts => widthOfParts(parts) < width);
	const chosen = choices.find(fits) ?? choices.at(-1) ?? [];
	return chosen.map(parts => paintParts(theme, parts));
};

/** Lines under a table for so many books; few where the pane is low. */
export const footRows = (books: number, height: number): number =>
	height < 16 ? 1 : Math.min(Math.max(2, books), 5);
