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
import {outageChoices} from './outages.js';
import {edgeParts, midParts, quotedBooks} from './header-parts.js';

export type HeaderInput = {
	readonly view: MarketView;
	/** What is told instead of the market's prices where many are shown, the most words first. */
	readonly summary?: readonly (readonly Part[])[];
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
	/** As it is now, where `view` is of another moment. @default `view` */
	readonly newest?: MarketView;
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
const alertMarkMs = 60_000;

/** The alerts that are marked. */
export const recentAlerts = (
	{alerts = [], view}: Pick<HeaderInput, 'alerts' | 'view'>,
	now: number,
): readonly Alert[] => {
	const since = now + (view.books[0]?.wallAhead ?? 0) - alertMarkMs;
	return alerts.filter(({time}) => time > since);
};

/** The newest alert, and how many there were besides; in full, in short and as a mark alone. */
const alertChoices = (
	input: HeaderInput,
	now: number,
): Readonly<Record<'full' | 'mark', readonly Part[]>> => {
	const recent = recentAlerts(input, now);
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

type Choices = readonly (readonly Part[])[];

/** What the left half can hold besides the edge, each in more words first. */
type Items = {
	readonly mid: readonly Part[];
	/** See `outageChoices`: of all books, and of those that have a place on the screen. */
	readonly lost: Choices;
	readonly lostInSight: Choices;
	/** See `offScreenChoices`. */
	readonly offScreen: Choices;
};

/** What there is room for: rather who is lost than who is off the screen, and rather their names than the middle. */
const keptParts = ({mid, lost, lostInSight, offScreen}: Items, room: number): readonly Part[] => {
	const [whole, cut] = [offScreen.slice(0, -2), offScreen.slice(-2)];
	const ways =
		offScreen.length === 0
			? [[mid]]
			: [
					...whole.map(choice => [mid, choice]),
					...whole.map(choice => [choice]),
					...cut.flatMap(choice => [[mid, choice], [choice]]),
				];
	for (const [level, words] of (lost.length > 0 ? lost : [[]]).entries())
		for (const way of [...ways, []]) {
			// The first tells what became of those that are off the screen: that is not told twice.
			const isTold = way.includes(offScreen[0] ?? []);
			const parts = spaced([isTold ? (lostInSight[level] ?? []) : words, ...way]);
			if (widthOfParts(parts) <= room) return parts;
		}
	return [];
};

/** What is said of the books that are compared; of all, where nothing can be. */
const leftParts = (input: HeaderInput, room: number): readonly Part[] => {
	const {view, comparing = compareAll, offScreen = nothingOffScreen, newest = view} = input;
	const compared = comparedOf(view, comparing);
	const hidden = new Set([...offScreen.before, ...offScreen.after]);
	const mid: readonly Part[] = compared.isAlone
		? [['label', 'different markets, not compared']]
		: midParts(quotedBooks(compared.view), compared.view, moneyOf(compared));
	const kept = keptParts(
		{
			mid,
			lost: outageChoices(newest.books),
			lostInSight: outageChoices(newest.books.filter(({key}) => !hidden.has(key))),
			offScreen: offScreenChoices(newest, offScreen),
		},
		room,
	);
	const left = room - widthOfParts(kept) - 2;
	const edges = compared.isAlone ? [] : edgeParts({...input, view: compared.view});
	const edge = edges.find(choice => widthOfParts(spaced([choice])) <= left);
	return edge ? [...kept, ...spaced([edge])] : kept;
};

/** What is told of many markets, as far as there is room. */
const summaryParts = (choices: readonly (readonly Part[])[], room: number): readonly Part[] =>
	spaced([choices.find(parts => widthOfParts(parts) + 4 <= room) ?? []]);

/** The first line: market, who is lost, middle, what is off the screen, edge; at the right what mode it is in, and the time. */
export const paintHeader = (theme: Theme, input: HeaderInput, now: number): string => {
	const {market, summary, width} = input;
	const left: Part[] = [
		['text', ' '],
		['strong', summary ? 'Markets' : cleanText(market, 24)],
	];
	// Rather who is lost than what time it is.
	const [, lost = []] = outageChoices((input.newest ?? input.view).books);
	const forLost = widthOfParts(spaced([lost]));
	const right = firstFitting(rightChoices(input, now), width - widthOfParts(left) - forLost - 1);
	const room = width - widthOfParts(left) - widthOfParts(right) - 1;
	left.push(...(summary ? summaryParts(summary, room) : leftParts(input, room)));
	const gap = Math.max(1, width - widthOfParts(left) - widthOfParts(right));
	return fitCells(paintParts(theme, left) + ' '.repeat(gap) + paintParts(theme, right), width);
};
