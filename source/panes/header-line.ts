import {
	addDecimals,
	compareDecimals,
	formatDecimal,
	halveDecimal,
	subtractDecimals,
	type Decimal,
} from '../book/fixed-point.js';
import {spreadOf, toSpread} from '../book/depth.js';
import {fitCells} from '../screen/cells.js';
import {cleanText} from '../screen/clean-text.js';
import {
	formatBps,
	formatSigned,
	formatSignedPercent,
	formatTime,
	groupDigits,
} from '../screen/format.js';
import {glyphs, type Theme} from '../screen/theme.js';
import {recordingText, type RecordingShown} from '../screen/recording-shown.js';
import type {UiState} from '../screen/ui-state.js';
import type {BookView, MarketView} from '../store/market-view.js';
import {directionText, roleOfNet} from './edge/edge-block.js';
import {currenciesOf} from './depth/depth-notes.js';
import type {Direction, EdgeReader} from './edge/edge-tracker.js';
import {paintParts, widthOfParts, type Part} from './pane-frame.js';

export type HeaderInput = {
	readonly view: MarketView;
	readonly market: string;
	readonly mode: 'live' | 'demo' | 'replay';
	readonly edges: EdgeReader;
	readonly recording: RecordingShown | null;
	readonly ui: UiState;
	readonly width: number;
};

type Quoted = {readonly book: BookView; readonly bid: Decimal; readonly ask: Decimal};

/** Only live books are compared: nobody vouches for the others. */
const quotedBooks = ({books}: MarketView): readonly Quoted[] =>
	books.flatMap(book => {
		const spread = book.status === 'live' ? spreadOf(book) : null;
		return spread ? [{book, bid: spread.bid, ask: spread.ask}] : [];
	});

const best = (quoted: readonly Quoted[], of: (book: Quoted) => Decimal, sign: 1 | -1) =>
	quoted.reduce((a, b) => (sign * compareDecimals(of(b), of(a)) > 0 ? b : a));

/** The middle between the best bid and the best ask of all exchanges. */
const midParts = (quoted: readonly Quoted[]): Part[] => {
	if (quoted.length === 0) return [];
	const {bid} = best(quoted, book => book.bid, 1);
	const {ask} = best(quoted, book => book.ask, -1);
	const mid = halveDecimal(addDecimals(bid, ask));
	const decimals = Math.max(bid.decimals, ask.decimals) + 1;
	return [
		['label', 'mid '],
		['strong', groupDigits(formatDecimal(mid, Math.max(decimals, mid.decimals)))],
	];
};

/**
 * How the exchanges' prices differ. Where one bids more than another asks, that is said first, before
 * fees; else which one's middle is higher.
 */
const differenceParts = (quoted: readonly Quoted[]): readonly Part[][] => {
	if (quoted.length < 2) return [];
	const high = best(quoted, book => book.bid, 1);
	const low = best(quoted, book => book.ask, -1);
	const edge = toSpread(low.ask, high.bid);
	const name = ({book}: Quoted) => cleanText(book.title, 20);
	if (edge.absolute.units > 0 && high !== low) {
		const amount = `${formatSigned(edge.absolute)} (${formatBps(edge.bps)} bps)`;
		const deal = `buy ${name(low)} ${glyphs.arrow} sell ${name(high)} `;
		return [
			[
				['accent', deal + amount],
				['label', ' before fees'],
			],
			[
				['accent', `${deal}${formatBps(edge.bps)} bps`],
				['label', ' gross'],
			],
		];
	}
	const middle = ({bid, ask}: Quoted) => halveDecimal(addDecimals(bid, ask));
	const upper = best(quoted, middle, 1);
	const lower = best(quoted, middle, -1);
	const gap = toSpread(middle(lower), middle(upper));
	if (gap.absolute.units === 0) return [[['label', 'same price on both']]];
	const bps = `${formatBps(gap.bps)} bps`;
	const by = groupDigits(formatDecimal(subtractDecimals(middle(upper), middle(lower))));
	return [
		[
			['text', name(upper)],
			['label', ' above '],
			['text', name(lower)],
			['label', ' by '],
			['text', `${by} (${bps})`],
		],
		[
			['text', name(upper)],
			['label', ' higher by '],
			['text', bps],
		],
	];
};

/** A screen this wide tells the better edge after fees. */
const wideEnough = 100;

/** `buy Huobi → sell Binance −0.08 % net of fees, 5 000 STEEM`: the better way round, at the size of the edge view. */
const edgeParts = ({view, edges, ui, width}: HeaderInput): readonly Part[][] => {
	if (width < wideEnough) return [];
	const whole = edges.directions(view, ui.sizeStep).filter(({edge}) => edge?.isWhole);
	const share = (direction: Direction) => direction.edge?.netShare ?? -Infinity;
	const [first] = whole;
	if (!first) return [];
	const best = whole.reduce((a, b) => (share(b) > share(a) ? b : a));
	if (!best.edge) return [];
	const {net, size} = best.edge;
	const parts: Part[] = [
		['text', `${directionText(best)} `],
		[roleOfNet(net), formatSignedPercent(share(best))],
		['label', ' net of fees'],
	];
	const amount = `${groupDigits(formatDecimal(size))} ${currenciesOf(best.buy.market)[0]}`;
	return [[...parts, ['label', `, ${amount}`]], parts];
};

/** The first line: market, middle, difference between the exchanges; at the right what mode it is in, and the time. */
export const paintHeader = (theme: Theme, input: HeaderInput, now: number): string => {
	const {view, market, mode, width} = input;
	const {frozenAt} = input.ui;
	const quoted = quotedBooks(view);
	const right: Part[] = [];
	if (frozenAt !== null)
		right.push(['accent', `frozen since ${formatTime(frozenAt)}`], ['text', '   ']);
	if (input.recording)
		right.push(['bad', `${glyphs.live} ${recordingText(input.recording)}`], ['text', '   ']);
	if (mode !== 'live') right.push(['label', mode], ['text', '   ']);
	right.push(['muted', formatTime(now)], ['text', ' ']);
	const left: Part[] = [
		['text', ' '],
		['strong', cleanText(market, 24)],
	];
	let room = width - widthOfParts(left) - widthOfParts(right) - 2;
	const differences = [...edgeParts(input), ...differenceParts(quoted)];
	for (const choices of [[midParts(quoted)], differences]) {
		const parts = choices.find(choice => choice.length > 0 && widthOfParts(choice) + 4 <= room);
		if (!parts) continue;
		left.push(['text', '    '], ...parts);
		room -= widthOfParts(parts) + 4;
	}
	const gap = Math.max(1, width - widthOfParts(left) - widthOfParts(right));
	return fitCells(paintParts(theme, left) + ' '.repeat(gap) + paintParts(theme, right), width);
};
