import type {HeaderFacts} from '../capture/capture-format.js';
import type {Exchange} from '../exchanges/exchange.js';
import {formatPair, formatWanted, isWanted, type WantedMarket} from '../market-name.js';
import {matches, type MarketChoice} from '../options/market-choice.js';
import {listOffered} from '../relay/offered-books.js';
import {allWires, bookOfWire, keyOf, type BookName} from '../relay/subjects.js';
import type {Bus} from '../transport/bus.js';

export type WireChoice = {
	readonly choices: readonly MarketChoice[];
	readonly exchanges: readonly (Exchange & {readonly wanted?: WantedMarket | undefined})[];
	/** Whether what is kept of the past counts, or only what relays have now. */
	readonly isPast: boolean;
};

const isMeant = (choice: MarketChoice, book: BookName): boolean =>
	choice.type === 'pattern' ? matches(choice, book) : isWanted(choice, book);

const listKept = async (bus: Bus): Promise<readonly BookName[]> =>
	(await bus.names(allWires)).flatMap(subject => bookOfWire(subject) ?? []);

/** Of the books that relays have, or had, those that are meant. Rejects with a `BusError`. */
export const chooseWires = async (
	bus: Bus,
	{choices, exchanges, isPast}: WireChoice,
): Promise<readonly BookName[]> => {
	const known = [...(await listOffered(bus)), ...(isPast ? await listKept(bus) : [])];
	const books = [...new Map(known.map(book => [keyOf(book), book])).values()];
	return exchanges.flatMap(({id, wanted}) =>
		books.filter(
			book =>
				book.exchange === id && (wanted ? [wanted] : choices).some(choice => isMeant(choice, book)),
		),
	);
};

export const describeNone = (choices: readonly MarketChoice[]): string => {
	const names = choices.map(choice =>
		choice.type === 'pattern' ? choice.text : formatWanted(choice),
	);
	return `no relay has ${names.join(', ')}`;
};

/** What the header of a capture of books tells of them. */
export const headerOf = (
	books: readonly BookName[],
	app: string,
): Omit<HeaderFacts, 'startedAt'> => {
	const names = [...new Set(books.map(formatPair))];
	const exchanges = [...new Set(books.map(({exchange}) => exchange))];
	return {market: names[0] ?? '', exchanges, ...(names.length > 1 && {markets: names}), app};
};
