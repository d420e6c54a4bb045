import {difference} from '../difference.js';
import type {Rung, SideName} from '../ladder.js';
import {toSymbol, type SimulatedId} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import type {BookStep, RunningBook, Rungs} from '../running-book.js';
import {createSubscribers} from '../subscribers.js';
import {bookChannel, type Stream} from './streams.js';

/** What a step made of the best levels. */
export type BookNews = {
	readonly step: BookStep;
	/** What the book was at before: the sequence of the news before. */
	readonly before: number;
	/** Levels that changed; those that left have 0 lots. */
	readonly changes: Rungs;
	/** The best levels now, best first. */
	rungs(): Rungs;
};

/** The best levels as they were told last. */
export type BookState = {
	readonly rungs: Rungs;
	/** What the book was at when one of them last changed. */
	readonly sequence: number;
	/** Epoch milliseconds. */
	readonly time: number;
};

export type BookStreamOptions = {
	/** How many levels a side are shown. @default all */
	readonly levels?: number;
	/** Whether clients cut by themselves, so that levels pushed out are not told. @default false */
	readonly isCutByClients?: boolean;
	/** Whether the whole book may come at any time. @default where there is one */
	readonly isWhole?: boolean;
	/** The message of an update. */
	print(news: BookNews): string;
	/** What is told after so many steps in which nothing changed. @default nothing */
	readonly idle?: {readonly steps: number; print(state: BookState): string};
	/** The message of the whole book; null where none comes. */
	whole(state: BookState): string | null;
};

const sides = ['bids', 'asks'] as const satisfies readonly SideName[];

/** What changed of a whole book, each level once. */
const merge = ({changes}: BookStep): Rungs => {
	const last = (side: SideName): Rung[] => [
		...new Map(changes.filter(change => change.side === side).map(({tick, lots}) => [tick, lots])),
	];
	return {bids: last('bids'), asks: last('asks')};
};

const windowChanges = (book: RunningBook, before: Rungs, after: Rungs, hidesPushedOut: boolean) => {
	const [bids, asks] = sides.map(side =>
		difference(before[side], after[side]).filter(
			([tick, lots]) => lots > 0 || !hidesPushedOut || book[side].lotsAt(tick) === 0,
		),
	) as [Rung[], Rung[]];
	return {bids, asks};
};

/** A market's best levels, told each 100 ms in which one of them changed. */
export const createBookStream = (
	exchange: SimulatedId,
	market: RunningMarket,
	{levels, isCutByClients = false, isWhole = true, print, idle, whole}: BookStreamOptions,
): Stream => {
	const book = market.books[exchange];
	let shown: Rungs = {bids: [], asks: []};
	let told: Pick<BookStep, 'sequence' | 'time'> = {sequence: 0, time: 0};

	const rungs = () => (levels === undefined ? book.rungs() : shown);

	const look = () => {
		if (levels !== undefined) shown = book.rungs(levels);
		told = {sequence: book.sequence, time: book.time};
	};

	const changesOf = (step: BookStep): Rungs => {
		if (levels === undefined) return merge(step);
		const before = shown;
		shown = book.rungs(levels);
		return windowChanges(book, before, shown, isCutByClients);
	};

	/** Null where none of the levels shown changed. */
	const newsOf = (step: BookStep): string | null => {
		const changes = changesOf(step);
		if (changes.bids.length + changes.asks.length === 0) return null;
		const before = told.sequence;
		told = step;
		return print({step, before, changes, rungs});
	};

	let quietSteps = 0;
	const subscribers = createSubscribers(
		exchange,
		market,
		step => {
			const news = step && newsOf(step);
			quietSteps = news === null ? quietSteps + 1 : 0;
			if (news !== null) subscribers.tell(news);
			else if (idle && quietSteps % idle.steps === 0)
				subscribers.tell(idle.print({rungs: rungs(), ...told}));
		},
		look,
	);

	return {
		channel: bookChannel(toSymbol(exchange, market.listing)),
		isWhole,
		first() {
			if (subscribers.count === 0) look();
			return whole({rungs: rungs(), sequence: told.sequence, time: told.time});
		},
		follow: listener => subscribers.add(listener),
	};
};
