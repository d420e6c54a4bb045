import {toNumber, type Decimal} from '../../book/fixed-point.js';
import type {JoinedTrade} from '../../book/joined-tape.js';
import {bar} from '../../screen/bar.js';
import {widthOf} from '../../screen/cells.js';
import {formatCell, formatHeading} from '../../screen/column.js';
import {formatTenth, formatTime} from '../../screen/format.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import {margin, signWidth, timeWidth, type TradeColumns} from './trade-columns.js';

export type TapeRow = JoinedTrade & {
	/** Price × size, in the quote currency. */
	readonly value: Decimal;
};

/** Stands between two fills between which others may have been. */
export const gapRow = 'gap';

/** The headings, each right-aligned over its column. */
export const paintTradeHeadings = (
	theme: Theme,
	columns: TradeColumns,
	[base, quote]: readonly [string, string],
): string => {
	const {hasTenths, hasUnits, price, size, value, gap} = columns;
	const unit = (name: string) => (hasUnits ? ` ${name}` : '');
	const space = ' '.repeat(gap);
	return theme.paint(
		'label',
		' '.repeat(margin) +
			'Time'.padEnd(timeWidth(hasTenths)) +
			space +
			' '.repeat(signWidth) +
			`Price${unit(quote)}`.padStart(price.width) +
			space +
			formatHeading(`Size${unit(base)}`, size) +
			(value ? space + formatHeading(`Value${unit(quote)}`, value) : ''),
	);
};

/** How a fill is shown by its side: a taker who bought points up, one who sold down. */
const looks = {
	buy: {sign: glyphs.ask, signRole: 'bidSign', role: 'bid', barRole: 'bidBar'},
	sell: {sign: glyphs.bid, signRole: 'askSign', role: 'ask', barRole: 'askBar'},
	unknown: {sign: glyphs.dot, signRole: 'muted', role: 'text', barRole: 'muted'},
} as const;

/** One fill. `scale`: the size of a full bar. */
export const paintTrade = (
	theme: Theme,
	trade: TapeRow,
	columns: TradeColumns,
	scale: number,
): string => {
	const {hasTenths, price, size, value, gap} = columns;
	const {sign, signRole, role, barRole} = looks[trade.side ?? 'unknown'];
	const space = ' '.repeat(gap);
	const time = hasTenths ? formatTenth(trade.time) : formatTime(trade.time);
	const share = toNumber(trade.size) / scale;
	return (
		theme.paint('muted', (trade.isFetched ? glyphs.fetched : '').padEnd(margin) + time) +
		space +
		theme.paint(signRole, `${sign} `) +
		theme.paint(role, formatCell(trade.price, price)) +
		space +
		theme.paint('text', formatCell(trade.size, size)) +
		(value ? space + theme.paint('muted', formatCell(trade.value, value)) : '') +
		space +
		theme.paint(barRole, bar(share, columns.bar))
	);
};

/** What is said where nothing proves that no fill is missing, from long to short. */
const gapTexts = ['between these some may be missing', 'some may be missing', 'gap?'];

/** `width`: of what is inside of the frame. */
export const paintGap = (theme: Theme, width: number): string => {
	const text = gapTexts.find(one => widthOf(one) <= width - 6) ?? '';
	const rule = glyphs.rule.repeat(Math.max(0, Math.floor((width - widthOf(text)) / 2) - 2));
	return ` ${theme.paint('muted', rule)} ${theme.paint('warn', text)} ${theme.paint('muted', rule)}`;
};
