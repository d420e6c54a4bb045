import type {Exchange, Market} from '../exchanges/exchange.js';
import {faultText, type FeedFault} from '../faults.js';
import {isList} from '../feed/find-market.js';
import {formatPair} from '../market-name.js';
import type {MarketMenu} from '../screen/menu-list.js';
import type {MarketList} from '../session/running.js';

/** An exchange's list; null while it is read. */
export type ListAnswer = {
	readonly exchange: Pick<Exchange, 'title'>;
	/** The markets, or why the list could not be read; null while it is read. */
	readonly answer: readonly Market[] | FeedFault | null;
};

const markOf = ({title}: ListAnswer['exchange'], {state}: Market) =>
	state.type === 'trading' ? title : `${title} (${state.word})`;

const noteOf = ({exchange: {title}, answer}: ListAnswer): readonly string[] => {
	if (answer === null) return [`reading the list of ${title}…`];
	return isList(answer) ? [] : [`no list of ${title}: ${faultText(answer)}`];
};

type Listed = {
	readonly name: string;
	readonly quote: string;
	readonly marks: string[];
	trading: number;
};

/** Best to pick first: traded on most exchanges, in USDT, halted nowhere; then by name. */
const byWorth = (a: Listed, b: Listed): number =>
	b.trading - a.trading ||
	Number(b.quote === 'USDT') - Number(a.quote === 'USDT') ||
	a.marks.length - b.marks.length ||
	(a.name < b.name ? -1 : 1);

/** All markets and who has them. */
export const marketMenu = (lists: readonly ListAnswer[]): MarketMenu => {
	const markets = new Map<string, Listed>();
	for (const {exchange, answer} of lists) {
		if (answer === null || !isList(answer)) continue;
		for (const market of answer) {
			const name = formatPair(market);
			const listed = markets.get(name) ?? {name, quote: market.quote, marks: [], trading: 0};
			listed.marks.push(markOf(exchange, market));
			if (market.state.type === 'trading') listed.trading++;
			markets.set(name, listed);
		}
	}
	const items = [...markets.values()]
		.sort(byWorth)
		.map(({name, marks}) => ({name, help: marks.join(' · ')}));
	return {items, notes: lists.flatMap(noteOf)};
};

/**
 * Reads the lists when the menu is opened first, and later again what could not be read. Shows what
 * there is as it comes.
 */
export const createMarketPicker = (show: (menu: MarketMenu) => void) => {
	let current: readonly MarketList[] = [];
	const answers = new Map<MarketList, ListAnswer['answer']>();

	const showAll = () => {
		show(
			marketMenu(
				current.map(link => ({exchange: link.exchange, answer: answers.get(link) ?? null})),
			),
		);
	};

	const read = async (link: MarketList) => {
		answers.set(link, null);
		answers.set(link, await link.list());
		if (current.includes(link)) showAll();
	};

	return {
		/** Those of another source replace the ones before. */
		open(links: readonly MarketList[]) {
			current = links;
			for (const link of links) {
				const answer = answers.get(link);
				if (answer === undefined || (answer !== null && !isList(answer))) void read(link);
			}
			showAll();
		},
	};
};

export type MarketPicker = ReturnType<typeof createMarketPicker>;
