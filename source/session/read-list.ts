import type {Clock} from '../clock.js';
import type {Market} from '../exchanges/exchange.js';
import {faultText, type FeedFault} from '../faults.js';
import {backoffMs} from '../feed/backoff.js';
import {isList} from '../feed/find-market.js';

type Options = {
	readonly clock: Pick<Clock, 'after'>;
	/** From 0 to below 1. */
	readonly random: () => number;
	/** For people. */
	readonly say: (text: string) => void;
};

/** Times that a list is asked for. */
const maxTries = 3;

/** What an exchange of this title lists, by as many questions as it takes; null where it cannot be read, which is said. */
export const readList = async (
	title: string,
	list: () => Promise<readonly Market[] | FeedFault>,
	{clock, random, say}: Options,
): Promise<readonly Market[] | null> => {
	let fault: FeedFault = {code: 'no-data'};
	for (let tries = 1; tries <= maxTries; tries++) {
		const answer = await list();
		if (isList(answer)) return answer;
		fault = answer;
		const waitMs = backoffMs(tries, random);
		if (tries < maxTries) await new Promise<void>(resolve => void clock.after(waitMs, resolve));
	}
	say(`the list of ${title} cannot be read: ${faultText(fault)}`);
	return null;
};
