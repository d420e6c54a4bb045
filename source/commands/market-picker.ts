import type {Exchange, Market} from '../exchanges/exchange.js';
import {describeFault, type FeedFault} from '../faults.js';
import {isList, listMarkets, type ListSource} from '../feed/find-market.js';
import type {MarketMenu} from '../hooks/use-menus.js';
import {formatPair} from '../market-name.js';

/** An exchange's list; null while it is read. */
export type ListAnswer = {
	readonly exchange: Pick<Exchange, 'title'>;
	readonly answer: readonly Market[] | FeedFault | null;
};

const markOf = ({title}: ListAnswer['exchange'], {state}: Market) =>
	state.type === 'trading' ? title : `${title} (${state.word})`;

const noteOf = ({exchange: {title}, answer}: ListAnswer): readonly string[] => {
	if (answer === null) return [`reading the list of ${title}…`];
	return isList(answer) ? [] : [`no list of ${title}: ${describeFault(answer)}`];
};

/** All markets and who has them: those of most exchanges first, then by name. */
export const marketMenu = (lists: readonly ListAnswer[]): MarketMenu => {
	const marks = new Map<string, string[]>();
	for (const {exchange, answer} of lists) {
		if (answer === null || !isList(answer)) continue;
		for (const market of answer) {
			const name = formatPair(market);
			const mark = markOf(exchange, market);
			const others = marks.get(name);
			if (others) others.push(mark);
			else marks.set(name, [mark]);
		}
	}
	const items = [...marks]
		.sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1))
		.map(([name, of]) => ({name, help: of.join(' · ')}));
	return {items, notes: lists.flatMap(noteOf)};
};

/**
 * Reads the lists when the menu is opened first, and later again what could not be read. Shows what
 * there is as it comes.
 */
export const createMarketPicker = (show: (menu: MarketMenu) => void) => {
	let current: readonly ListSource[] = [];
	const answers = new Map<ListSource, ListAnswer['answer']>();

	const showAll = () => {
		show(
			marketMenu(
				current.map(link => ({exchange: link.exchange, answer: answers.get(link) ?? null})),
			),
		);
	};

	const read = async (link: ListSource) => {
		answers.set(link, null);
		answers.set(link, await listMarkets(link));
		if (current.includes(link)) showAll();
	};

	return {
		/** Those of another source replace the ones before. */
		open(links: readonly ListSource[]) {
			current = links;
			for (const link of links) {
				const answer = answers.get(link);
				if (answer === undefined || (answer !== null && !isList(answer))) void read(link);
			}
			showAll();
		},
	};
};
