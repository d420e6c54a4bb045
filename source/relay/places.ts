import {createHash} from 'node:crypto';
import type {BookKey} from '../store/market-view.js';

const weightOf = (key: BookKey, relay: string): string =>
	createHash('sha1').update(`${key}|${relay}`).digest('hex');

/**
 * Relays in the order in which they have a claim to a book, the same wherever it is asked (rendezvous hashing): of
 * one that comes or goes, only its own share moves.
 */
export const rankRelays = (key: BookKey, relays: readonly string[]): readonly string[] => {
	if (relays.length < 2) return relays;
	return relays
		.map(name => ({name, weight: weightOf(key, name)}))
		.sort((a, b) => (a.weight < b.weight ? 1 : a.weight > b.weight ? -1 : 0))
		.map(({name}) => name);
};
