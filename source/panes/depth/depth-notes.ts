import {bestSize, imbalance, pressureLevels} from '../../book/depth.js';
import type {Decimal} from '../../book/fixed-point.js';
import type {SideName} from '../../book/side-view.js';
import {vouchedSide} from '../../book/vouched-side.js';
import {shareBar} from '../../screen/bar.js';
import {clip, widthOf} from '../../screen/cells.js';
import {cleanText, wrapWords} from '../../screen/clean-text.js';
import {
	formatDuration,
	formatMinute,
	formatNumber,
	formatPercent,
	formatRate,
	formatTime,
} from '../../screen/format.js';
import {describeRetry, statusWords, whyText, whyTexts} from '../../screen/status.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {centred, firstFitting, paintParts, type Part} from '../pane-frame.js';

/** From such an age of the newest change on, it matters whether the link is alive. */
const quietMs = 5000;

const dot: Part = ['faint', ` ${glyphs.dot} `];

/** `1 Binance ── ● live · 0.2 s ago · 10 msg/s`, in fewer words where there is less room. About a `subject` of its own: `1 Binance trades ── ● live`. */
export const titleParts = (
	book: BookView,
	place: string,
	isFocused: boolean,
	now: number,
	width: number,
	subject = '',
): readonly Part[] => {
	const {glyph, role} = statusWords[book.status];
	const rule = glyphs.rule;
	const rate = formatRate(book.messagesPerSecond);
	const {receivedAt, health} = book;
	const isQuiet = receivedAt !== null && now - receivedAt >= quietMs;
	const heard =
		isQuiet && health.heardAt !== null ? formatDuration(Math.max(0, now - health.heardAt)) : '';
	const withLink = [
		{line: ` ${rule}${rule} `, ago: ' ago', link: 'link heard ', perSecond: ' msg/s'},
		{line: ` ${rule} `, ago: '', link: 'link ', perSecond: '/s'},
		{line: ` ${rule} `, ago: '', link: 'link ', perSecond: ''},
	];
	const choices = [
		...(heard === '' ? [] : withLink),
		{line: ` ${rule}${rule} `, ago: ' ago', link: '', perSecond: ' msg/s'},
		{line: ` ${rule} `, ago: '', link: '', perSecond: '/s'},
		{line: ` ${rule} `, ago: ' ago', link: '', perSecond: ''},
	].map(({line, ago, link, perSecond}): Part[] => {
		const parts: Part[] = [
			['muted', `${place} `],
			[isFocused ? 'focusTitle' : 'title', cleanText(book.title, 20)],
			...(subject === '' ? [] : [['text', ` ${subject}`] as const]),
			['faint', line],
			[role, `${glyph} ${book.status}`],
		];
		if (subject !== '') return parts;
		if (receivedAt !== null)
			parts.push(dot, ['muted', `${formatDuration(now - receivedAt)}${ago}`]);
		if (link !== '')
			parts.push(dot, [book.status === 'stale' ? role : 'muted', `${link}${heard}${ago}`]);
		if (book.status === 'live' && perSecond !== '')
			parts.push(dot, ['muted', `${rate}${perSecond}`]);
		return parts;
	});
	return firstFitting(choices, width);
};

/** Less than so many cells of a reason are of no use. */
const minRest = 10;

/** Two lines under the table of a book nobody vouches for: why, and what happens next. */
export const paintTrouble = (
	theme: Theme,
	book: BookView,
	now: number,
	width: number,
): readonly [string, string] => {
	const {role, glyph, next} = statusWords[book.status];
	const room = width - 4;
	const then = describeRetry(book.retryAt, now) || next;
	// The rest of the reason goes before what happens next, as far as there is room for both.
	const left = room - widthOf(then) - 3;
	const isWhole = (text: string) => {
		const [, ...others] = wrapWords(text, room);
		return others.length === 0 || (left >= minRest && widthOf(others.join(' ')) <= left);
	};
	const [bare, ...coded] = whyTexts(book);
	const reason = coded.find(isWhole) ?? bare;
	const [first = '', ...rest] = wrapWords(reason, room);
	const more = rest.length > 0 && left >= minRest ? clip(rest.join(' '), left) : '';
	const shown = more === '' ? clip(reason, room) : first;
	return [
		` ${theme.paint(role, `${glyph} ${shown}`)}`,
		`   ${more === '' ? '' : paintParts(theme, [[role, more], dot])}${theme.paint('text', clip(then, room))}`,
	];
};

/** Levels a side in which a loss would be seen, where the book has more: nobody vouches for the others. */
export const seenLevelsOf = ({bids, asks, health}: BookView): number | null => {
	const loss = health.proof?.loss;
	const seen = loss?.type === 'checksum' ? loss.levels : Infinity;
	return Math.max(bids.length, asks.length) > seen ? seen : null;
};

/** Since when a live book is in sync, when that was last proven, and how much of it there is; longest first. */
export const standingTexts = (book: BookView): readonly string[] => {
	const {bids, asks, liveSince, health, wallAhead} = book;
	const count = (value: number) => formatNumber({units: value, decimals: 0}, 0);
	const of = (value: number) => (value === 0 ? 'no' : count(value));
	const levels = ` ${glyphs.dot} ${of(bids.length)} bids, ${of(asks.length)} asks`;
	const since = liveSince === null ? '' : ` since ${formatTime(liveSince + wallAhead)}`;
	const seen = seenLevelsOf(book);
	if (seen !== null) {
		const vouched = `best ${seen} vouched for`;
		const short = `in sync ${glyphs.dot} ${vouched}`;
		return [
			`in sync${since}${levels}, ${vouched}`,
			`in sync${since} ${glyphs.dot} ${vouched}`,
			short,
		];
	}
	if (!health.lastAudit)
		return [`in sync${since}${levels}`, `in sync${levels}`, `in sync${since}`, 'in sync'];
	const minute = liveSince === null ? '' : ` since ${formatMinute(liveSince + wallAhead)}`;
	const {at, differences} = health.lastAudit;
	const audited = ` ${glyphs.dot} audited ${formatMinute(at + wallAhead)}`;
	const found = `, ${count(differences)} ${differences === 1 ? 'difference' : 'differences'}`;
	return [
		`in sync${minute}${audited}${found}${levels}`,
		`in sync${minute}${audited}${found}`,
		`in sync${minute}${audited}`,
		`in sync${audited}`,
		'in sync',
	];
};

/** Size at the best levels of each side. */
export type Pressure = {
	readonly bids: Decimal;
	readonly asks: Decimal;
	/** How many of each side at the most: `pressureLevels`, or as many as are vouched for. */
	readonly levels: number;
};

/** How heavy each side of a book is, as deep as both are vouched for. */
export const pressureOf = (book: Pick<BookView, 'bids' | 'asks' | 'vouched'>): Pressure => {
	const vouchedIn = (name: SideName) => {
		const {length} = vouchedSide(book[name], name, book.vouched);
		return length < book[name].length ? length : pressureLevels;
	};
	const levels = Math.min(pressureLevels, vouchedIn('bids'), vouchedIn('asks'));
	return {bids: bestSize(book.bids, levels), asks: bestSize(book.asks, levels), levels};
};

/** A line this wide has room for more than the number of levels. */
const wideShare = 56;

/** `best 20  bids 61 % ━━━━━━━━━━━ 39 % asks`: the same levels however many are shown. */
export const pressureParts = (
	theme: Theme,
	{bids, asks, levels}: Pressure,
	width: number,
): readonly Part[] => {
	const of = width < wideShare ? '' : levels === 1 ? ' level a side' : ' levels a side';
	const basis = `best ${levels}${of}  `;
	if (bids.units === 0 && asks.units === 0) return [];
	return shareParts(theme, imbalance(bids, asks), ['bids', 'asks'], width, basis);
};

/** How much of a whole is of the one kind and how much of the other, the bids' first. */
export const shareParts = (
	theme: Theme,
	share: number,
	[first, second]: readonly [string, string],
	width: number,
	basis = '',
): readonly Part[] => {
	const left = `${first} ${formatPercent(share).padStart(4)} `;
	const right = ` ${formatPercent(1 - share).padStart(4)} ${second}`;
	const room = width - 2 - basis.length - left.length - right.length;
	const bar = shareBar(theme, share, Math.max(0, room), ['bidBar', 'askBar']);
	return [['text', ' '], ['label', basis], ['bid', left], ...bar, ['ask', right]];
};

/** What stands in the middle of a pane with no book to show. */
export const paintEmpty = (
	theme: Theme,
	book: BookView,
	now: number,
	width: number,
	hint: string,
): readonly string[] => {
	const {glyph, role, meaning} = statusWords[book.status];
	const inner = Math.min(width - 4, 64);
	const retry = describeRetry(book.retryAt, now);
	const reason = book.reason === null ? [] : wrapWords(whyText(book, Infinity), inner).slice(0, 4);
	const headline = book.status === 'live' ? 'the book is empty' : meaning;
	return [
		centred(theme, role, `${glyph} ${headline}`, width),
		...(reason.length > 0 ? ['', ...reason.map(line => centred(theme, 'muted', line, width))] : []),
		...(retry === '' ? [] : ['', centred(theme, 'text', retry, width)]),
		...(hint === '' ? [] : ['', centred(theme, 'accent', hint, width)]),
	];
};
