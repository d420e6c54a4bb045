import {addressesOf} from '../feed/host-choice.js';
import type {Venue} from '../feed/venue.js';

/** Whether an address lists markets: those answers are kept, so that a capture begun later has them too. */
export const isListOf =
	(venues: readonly Venue[]) =>
	(url: string): boolean =>
		venues.some(({exchange, endpoints}) =>
			addressesOf(endpoints.rest).some(address => url.startsWith(address + exchange.listPath())),
		);
