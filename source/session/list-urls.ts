import {addressesOf} from '../feed/host-choice.js';
import type {Venue} from '../feed/venue.js';

/** Whose an address is; undefined where it may be of several, or of none. */
export const exchangeAt =
	(venues: readonly Venue[]) =>
	(url: string): string | undefined => {
		const found = venues.filter(({endpoints}) =>
			addressesOf(endpoints.ws).some(
				address => url.startsWith(address) && /^(?:[/?]|$)/.test(url.slice(address.length)),
			),
		);
		return found.length === 1 ? found[0]?.exchange.id : undefined;
	};

/** Whether an address lists markets: those answers are kept, so that a capture begun later has them too. */
export const isListOf =
	(venues: readonly Venue[]) =>
	(url: string): boolean =>
		venues.some(({exchange, endpoints}) =>
			addressesOf(endpoints.rest).some(address => url.startsWith(address + exchange.listPath())),
		);
