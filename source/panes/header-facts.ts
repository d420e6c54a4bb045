import {formatSignedPercent} from '../screen/format.js';
import {recordingText} from '../screen/recording-shown.js';
import type {Theme} from '../screen/theme.js';
import type {BookView, MarketView} from '../store/market-view.js';
import {addBest} from './best-facts.js';
import {compareAll, comparedOf} from './compared.js';
import {recentAlerts, type HeaderInput} from './header-line.js';
import {shapesOf} from './market-shapes.js';

type Facts = unknown[];

const addBook = (facts: Facts, book: BookView): void => {
	const {key, exchange, title, market, status, wallAhead, health, bids, asks} = book;
	facts.push(key, exchange, title, market, status, wallAhead, health.relay?.owner);
	addBest(facts, bids);
	addBest(facts, asks);
};

/** Of the edges as they are told: in words, not in all their digits, which no two views have in common. */
const addEdges = (
	facts: Facts,
	{edges, sizeStep}: Pick<HeaderInput, 'edges' | 'sizeStep'>,
	view: MarketView,
): void => {
	const size = edges.sizeOf(sizeStep);
	facts.push(size?.units, size?.decimals);
	let best = -Infinity;
	let bestAt = -1;
	const directions = edges.directions(view, sizeStep);
	for (const [at, {edge}] of directions.entries()) {
		facts.push(edge === null, edge?.isWhole);
		if (!edge?.isWhole || (bestAt >= 0 && best >= edge.netShare)) continue;
		[best, bestAt] = [edge.netShare, at];
	}
	const edge = directions[bestAt]?.edge;
	facts.push(bestAt, edge && formatSignedPercent(best), edge && edge.net.units > 0);
	facts.push(edge?.size.units, edge?.size.decimals);
};

/** All that the first line of the screen is made of, but for a summary of many markets. */
export const headerFacts = (theme: Theme, input: HeaderInput, now: number): readonly unknown[] => {
	const {market, mode, recording, comparing = compareAll, offScreen, frozenAt, width} = input;
	const {view, newest = view, alerts} = input;
	const wallAhead = view.books[0]?.wallAhead ?? 0;
	const facts: Facts = [
		theme,
		market,
		mode,
		width,
		frozenAt,
		offScreen,
		comparing.money,
		comparing.out,
	];
	facts.push(Math.floor((now + wallAhead) / 1000), recording && recordingText(recording));
	facts.push(alerts, recentAlerts(input, now).length);
	for (const book of view.books) addBook(facts, book);
	facts.push(newest === view);
	if (newest !== view) for (const book of newest.books) addBook(facts, book);
	const compared = comparedOf(view, comparing);
	facts.push(shapesOf(compared.view.books));
	if (!compared.isAlone) addEdges(facts, input, compared.view);
	return facts;
};
