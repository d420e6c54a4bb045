import type {Clock} from '../clock.js';
import type {Market} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';
import type {VenueLink} from '../feed/venue.js';
import {formatWanted, isWanted} from '../market-name.js';
import {matches, type MarketChoice} from '../options/market-choice.js';
import type {BookName} from '../relay/subjects.js';
import {readList} from '../session/read-list.js';

export type ChooseBooksOptions = {
	readonly choices: readonly MarketChoice[];
	readonly venues: readonly (Pick<VenueLink, 'exchange' | 'wanted'> & {
		/** The exchange's markets. */
		list(): Promise<readonly Market[] | FeedFault>;
	})[];
	readonly clock: Pick<Clock, 'after'>;
	/** From 0 to below 1. */
	readonly random: () => number;
	/** For people. */
	readonly say: (text: string) => void;
};

type Venue = ChooseBooksOptions['venues'][number];

/** Whether a listed market is meant. */
const isMeant = (choice: MarketChoice, market: Market): boolean =>
	choice.type === 'pattern'
		? market.state.type === 'trading' && matches(choice, market)
		: isWanted(choice, market);

/** The books of one exchange; of a list that cannot be read those that are named in two parts. */
const booksOn = (
	{exchange, wanted}: Venue,
	markets: readonly Market[] | null,
	choices: readonly MarketChoice[],
): readonly BookName[] => {
	const own = wanted ? [wanted] : choices;
	const pairs = markets
		? markets.filter(market => own.some(choice => isMeant(choice, market)))
		: own.flatMap(choice => (choice.type === 'pair' ? [choice] : []));
	return pairs.map(({base, quote}) => ({exchange: exchange.id, base, quote}));
};

const describeUnlisted = (choice: MarketChoice): string =>
	choice.type === 'pattern'
		? `no market is like ${choice.text}`
		: `${formatWanted(choice)} is not listed on any of the exchanges: it is left out [not-listed]`;

/** The books that a relay follows: each market on each exchange that lists it. */
export const chooseBooks = async (options: ChooseBooksOptions): Promise<readonly BookName[]> => {
	const {choices, venues, say} = options;
	const lists = await Promise.all(
		venues.map(({exchange, list}) => readList(exchange.title, list, options)),
	);
	const books = venues.flatMap((venue, index) => booksOn(venue, lists[index] ?? null, choices));
	const isWhole = lists.every(list => list !== null);
	for (const choice of isWhole ? choices : []) {
		const isListed = lists.some(list => list?.some(market => isMeant(choice, market)));
		if (!isListed) say(describeUnlisted(choice));
	}
	return books.toSorted((a, b) => (`${a.base}-${a.quote}` < `${b.base}-${b.quote}` ? -1 : 1));
};
