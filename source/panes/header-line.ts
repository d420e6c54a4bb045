import type {Alert} from '../alerts/alert-rule.js';
import type {SizeChoice} from '../book/trade-size.js';
import {fitCells} from '../screen/cells.js';
import {cleanText} from '../screen/clean-text.js';
import {formatTime} from '../screen/format.js';
import {glyphs, type Theme} from '../screen/theme.js';
import {recordingText, type RecordingShown} from '../screen/recording-shown.js';
import type {MarketView} from '../store/market-view.js';
import {compareAll, comparedOf, moneyOf, type Comparing} from './compared.js';
import type {EdgeReader} from './edge/edge-tracker.js';
import {nothingOffScreen, offScreenChoices, type OffScreen} from './off-screen.js';
import {firstFitting, paintParts, widthOfParts, type Part} from './pane-frame.js';
import {differenceOf, edgeParts, midParts, quotedBooks, type Quoted} from './price-difference.js';

export type HeaderInput = {
	readonly view: MarketView;
	readonly market: string;
	readonly mode: 'live' | 'demo' | 'replay';
	readonly edges: EdgeReader;
	/** Null while none runs. */
	readonly recording: RecordingShown | null;
	/** What went off lately, oldest first. @default nothing */
	readonly alerts?: readonly Alert[];
	/** See `UiState`. */
	readonly sizeStep: SizeChoice;
	/** Which of the books are compared. @default all of one money */
	readonly comparing?: Comparing;
	/** @default nothing */
	readonly offScreen?: OffScreen;
	/** Epoch milliseconds since which the screen is frozen; null while it is not. */
	readonly frozenAt: number | null;
	/** Cells. */
	readonly width: number;
};

/** Parts at the right, three cells apart, one free at the edge. */
const joined = (items: readonly (readonly Part[])[]): readonly Part[] =>
	items.flatMap((item, index) => [
		...item,
		['text', index === items.length - 1 ? ' ' : '   '] as const,
	]);

/** By which relays the books come, where they do. */
const viaParts = ({books}: MarketView): readonly Part[] => {
	const owners = new Set(books.flatMap(({health}) => health.relay?.owner ?? []));
	return owners.size === 0 ? [] : [['label', `via ${cleanText([...owners].join(', '), 24)}`]];
};

/** How long the newest alert is marked. */
export const alertMarkMs = 60_000;

/** The newest alert, and how many there were besides; in full, in short and as a mark alone. */
const alertChoices = (
	{alerts = [], view}: HeaderInput,
	now: number,
): Readonly<Record<'full' | 'mark', readonly Part[]>> => {
	const since = now + (view.books[0]?.wallAhead ?? 0) - alertMarkMs;
	const recent = alerts.filter(({time}) => time > since);
	const newest = recent.at(-1);
	if (!newest) return {full: [], mark: []};
	const more = recent.length > 1 ? ` +${recent.length - 1}` : '';
	const mark: Part = ['bad', `alert${more}`];
	return {full: [mark, ['accent', ` ${cleanText(newest.rule, 32)}`]], mark: [mark]};
};

/** What mode it is in, and the time. The least needed goes first, that it stands still or records never. */
const rightChoices = (input: HeaderInput, now: number): readonly (readonly Part[])[] => {
	const {view, mode, recording, frozenAt} = input;
	const alert = alertChoices(input, now);
	const frozen = (text: string): readonly Part[] =>
		frozenAt === null ? [] : [['accent', `frozen${text}`]];
	const record = (text: string): readonly Part[] =>
		recording ? [['bad', `${glyphs.live} ${text}`]] : [];
	const full = recording ? recordingText(recording) : '';
	const elapsed = recording ? recordingText({...recording, isBehind: false}) : '';
	const short = recording?.isBehind ? 'REC slow' : elapsed;
	const least = recording?.isBehind ? 'REC slow' : 'REC';
	const wallAhead = view.books[0]?.wallAhead ?? 0;
	const label: readonly Part[] = mode === 'live' ? viaParts(view) : [['label', mode]];
	const clock: readonly Part[] = [['muted', formatTime(now + wallAhead)]];
	const time = frozenAt === null ? '' : formatTime(frozenAt + wallAhead);
	return [
		[alert.full, frozen(` since ${time}`), record(full), label, clock],
		[alert.mark, frozen(` since ${time}`), record(full), label, clock],
		[alert.mark, frozen(` since ${time}`), record(full), label],
		[alert.mark, frozen(` ${time}`), record(full), label],
		[alert.mark, frozen(` ${time}`), record(short), label],
		[alert.mark, frozen(''), record(short), label],
		[frozen(''), record(short), label],
		[frozen(''), record(short)],
		[frozen(''), record(least)],
	].map(items => joined(items.filter(item => item.length > 0)));
};

/** Parts of the left half, each after some free cells. */
const spaced = (items: readonly (readonly Part[])[]): readonly Part[] =>
	items.filter(item => item.length > 0).flatMap(item => [['text', '    '] as const, ...item]);

/** Room that is kept for how the exchanges differ before what is off the screen gets more words. */
const differenceRoom = 64;

/** The middle, and the exchanges that are off the screen: rather them than the middle. */
const offScreenParts = (
	mid: readonly Part[],
	choices: readonly (readonly Part[])[],
	room: number,
): readonly Part[] => {
	const [ample = [], ...others] = choices;
	const isAmple = widthOfParts(spaced([mid, ample])) + differenceRoom <= room;
	const cut = others.slice(-2);
	const named = others.slice(0, -2);
	const inOrder = [
		...(isAmple ? [spaced([mid, ample])] : []),
		...named.map(choice => spaced([mid, choice])),
		...named.map(choice => spaced([choice])),
		...cut.flatMap(choice => [spaced([mid, choice]), spaced([choice])]),
	];
	return inOrder.find(parts => widthOfParts(parts) <= room) ?? [];
};

type ForMiddle = {
	/** Whether they are compared or not. */
	readonly all: MarketView;
	readonly quoted: readonly Quoted[];
	/** See `moneyOf`. */
	readonly money: string;
};

/** The middle, what is off the screen and how the exchanges differ, as far as there is room. */
const middleParts = (
	{offScreen = nothingOffScreen, ...input}: HeaderInput,
	{all, quoted, money}: ForMiddle,
	room: number,
): readonly Part[] => {
	const {isCrossed, choices} = differenceOf(quoted, input.view);
	const fitting = (among: readonly (readonly Part[])[], left: number): readonly Part[] =>
		spaced([among.find(choice => choice.length > 0 && widthOfParts(choice) + 4 <= left) ?? []]);
	const offChoices = offScreenChoices(all, offScreen);
	const mid = midParts(quoted, input.view, money);
	const first =
		offChoices.length > 0 ? offScreenParts(mid, offChoices, room) : fitting([mid], room);
	const rest = room - widthOfParts(first);
	const difference = fitting([...edgeParts(input), ...choices], rest);
	// Rather no middle than not a word about prices that cross.
	if (isCrossed && difference.length === 0 && offChoices.length === 0)
		return fitting(choices, room);
	return [...first, ...difference];
};

/** What is said of the books that are compared; of all, where nothing can be. */
const leftParts = (input: HeaderInput, room: number): readonly Part[] => {
	const {view: all, comparing = compareAll, offScreen = nothingOffScreen} = input;
	const compared = comparedOf(all, comparing);
	if (!compared.isAlone) {
		const {view} = compared;
		return middleParts(
			{...input, view},
			{all, quoted: quotedBooks(view), money: moneyOf(compared)},
			room,
		);
	}
	const words: readonly Part[] = [['label', 'different markets, not compared']];
	const off = offScreenParts(words, offScreenChoices(all, offScreen), room);
	if (off.length > 0) return off;
	return widthOfParts(spaced([words])) <= room ? spaced([words]) : [];
};

/** The first line: market, middle, what is off the screen, difference between the exchanges; at the right what mode it is in, and the time. */
export const paintHeader = (theme: Theme, input: HeaderInput, now: number): string => {
	const {market, width} = input;
	const left: Part[] = [
		['text', ' '],
		['strong', cleanText(market, 24)],
	];
	const right = firstFitting(rightChoices(input, now), width - widthOfParts(left) - 1);
	const room = width - widthOfParts(left) - widthOfParts(right) - 2;
	left.push(...leftParts(input, room));
	const gap = Math.max(1, width - widthOfParts(left) - widthOfParts(right));
	return fitCells(paintParts(theme, left) + ' '.repeat(gap) + paintParts(theme, right), width);
};
