import type {Clock} from '../clock.js';
import type {Market} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';
import {isList, listMarkets, type ListSource} from './find-market.js';

/** How long a list is good for all who ask, and how long it is that there was none. */
const freshMs = 50_000;
const faultMs = 5000;

/** The list of all markets, asked for once by all who want it at about the same time. */
export const createSharedList = (
	source: ListSource,
	clock: Pick<Clock, 'now'>,
): (() => Promise<readonly Market[] | FeedFault>) => {
	let list: Promise<readonly Market[] | FeedFault> | null = null;
	let freshUntil = Infinity;
	return () => {
		if (list && clock.now() < freshUntil) return list;
		freshUntil = Infinity;
		const asked = listMarkets(source);
		list = asked;
		void asked.then(answer => {
			freshUntil = clock.now() + (isList(answer) ? freshMs : faultMs);
		});
		return asked;
	};
};
