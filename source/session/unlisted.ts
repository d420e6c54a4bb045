import {withCode} from '../faults.js';
import {formatPair, formatWanted, isAlike, type WantedMarket} from '../market-name.js';
import {pairsOf, type Resolution} from './resolution.js';

/** Why no exchange can serve the market at all, in a sentence; null where one may. */
export const explainUnlisted = (
	wanted: WantedMarket,
	resolutions: readonly Resolution[],
): string | null => {
	const pairs = pairsOf(resolutions);
	if (pairs.length > 1)
		return `${formatWanted(wanted)} may be ${pairs.map(formatPair).join(' or ')}: write it with a slash`;
	if (!resolutions.every(({lookup}) => lookup.type === 'unlisted')) return null;
	const alike = resolutions.flatMap(({exchange, lookup}) => {
		const found = lookup.type === 'unlisted' && lookup.near.find(pair => isAlike(wanted, pair));
		return found ? [`${formatPair(found)} is on ${exchange.title}`] : [];
	});
	const near = resolutions.flatMap(({exchange, lookup}) =>
		lookup.type === 'unlisted' && lookup.near.length > 0
			? [`${exchange.title}: ${lookup.near.map(formatPair).join(', ')}`]
			: [],
	);
	const where = resolutions.map(({exchange}) => exchange.title).join(' or ');
	const others = near.length > 0 ? `; near matches on ${near.join('; on ')}` : '';
	const hint = alike.length > 0 ? `; ${alike.join(', ')}` : others;
	const isOfRelays = resolutions.some(({lookup}) => 'isOfRelays' in lookup);
	return isOfRelays
		? withCode(`no relay has ${formatWanted(wanted)} on ${where}${hint}`, 'no-relay')
		: withCode(`${formatWanted(wanted)} is not listed on ${where}${hint}`, 'not-listed');
};
