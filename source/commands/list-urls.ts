import type {Venue} from '../session.js';

/** Whether an address lists markets: those answers are kept, so that a capture begun later has them too. */
export const isListOf =
	(venues: readonly Venue[]) =>
	(url: string): boolean =>
		venues.some(({exchange, endpoints}) => url.startsWith(endpoints.rest + exchange.listPath()));
