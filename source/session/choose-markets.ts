import type {Clock} from '../clock.js';
import type {Market} from '../exchanges/exchange.js';
import {listMarkets} from '../feed/find-market.js';
import {linkVenue, type Venue} from '../feed/venue.js';
import {formatWanted, isWanted, withoutRepeats, type WantedMarket} from '../market-name.js';
import {matches, type MarketChoice, type MarketPattern} from '../options/market-choice.js';
import type {Transport} from '../transport/transport.js';
import {readList} from './read-list.js';

export type ChooseMarketsOptions = {
	readonly choices: readonly MarketChoice[];
	readonly venues: readonly Venue[];
	readonly transport: Transport;
	readonly clock: Clock;
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
	/** How much of what an exchange allows of requests may be used, from 0 to 1. */
	readonly restShare: number;
	/** For people: what it waits for, and what it leaves out. */
	readonly say: (text: string) => void;
};

/** Null where it cannot be read. */
type List = {readonly title: string; readonly markets: readonly Market[] | null};

/** What an exchange lists. */
const listOf = async (venue: Venue, options: ChooseMarketsOptions): Promise<List> => {
	const {transport, clock, restShare: share} = options;
	const {title} = venue.exchange;
	const link = linkVenue(venue, {transport, clock, share});
	return {title, markets: await readList(title, () => listMarkets(link), options)};
};

const isTraded = ({state}: Market): boolean => state.type === 'trading';

/** The markets that a pattern means, in the order of their names. */
const expand = (pattern: MarketPattern, lists: readonly List[]): readonly WantedMarket[] => {
	const pairs = lists
		.flatMap(({markets}) => markets ?? [])
		.filter(market => isTraded(market) && matches(pattern, market))
		.map(({base, quote}) => ({type: 'pair', base, quote}) as const);
	return withoutRepeats(pairs).toSorted((a, b) => (formatWanted(a) < formatWanted(b) ? -1 : 1));
};

/** Markets as they were named, and those that patterns mean, of exchanges' lists. */
const createChoosing = (lists: readonly List[], say: (text: string) => void) => {
	const read = lists.filter(({markets}) => markets !== null);
	const isWhole = read.length === lists.length;
	const where = read.map(({title}) => title).join(' or ');
	return (choice: MarketChoice): readonly WantedMarket[] => {
		if (choice.type === 'pattern') {
			const found = expand(choice, lists);
			// Of lists that could not be read that is all that can be said.
			if (found.length === 0 && read.length > 0)
				say(`no market on ${where} is like ${choice.text}`);
			if (found.length > 0)
				say(`${choice.text}: ${found.length} market${found.length === 1 ? '' : 's'}`);
			return found;
		}
		const isListed = lists.some(({markets}) => markets?.some(market => isWanted(choice, market)));
		if (isListed || !isWhole) return [choice];
		say(`${formatWanted(choice)} is not listed on ${where}: it is left out [not-listed]`);
		return [];
	};
};

/**
 * The markets to be followed, of the exchanges' lists: those that patterns mean, and of those that were named the ones
 * that are listed, or may be. None twice; none at all where nothing is to be had.
 */
export const chooseMarkets = async (
	options: ChooseMarketsOptions,
): Promise<readonly WantedMarket[]> => {
	const {choices, venues, say} = options;
	say(`reading the lists of ${venues.map(({exchange}) => exchange.title).join(', ')}`);
	const lists = await Promise.all(venues.map(venue => listOf(venue, options)));
	const chosen = withoutRepeats(choices.flatMap(createChoosing(lists, say)));
	if (chosen.length > 1) say(`${chosen.length} markets: ${shorten(chosen)}`);
	return chosen;
};

/** Markets that are named in a sentence about all of them. */
const maxNamed = 8;

const shorten = (markets: readonly WantedMarket[]): string => {
	const names = markets.slice(0, maxNamed).map(formatWanted);
	return `${names.join(', ')}${markets.length > maxNamed ? ', …' : ''}`;
};
