import {addressesOf} from '../feed/host-choice.js';
import type {Exchange} from '../exchanges/exchange.js';
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

/** Whether a path is that of the list, whole or of one market: what else lies below it is none. */
const isListPath = ({listPath}: Exchange, path: string): boolean => {
	const whole = listPath();
	if (!path.startsWith(whole)) return false;
	const rest = path.slice(whole.length);
	const isByPath = listPath('x') === `${whole}/x`;
	return /^(?:[?&]|$)/.test(rest) || (isByPath && /^\/[^/?]+$/.test(rest));
};

/** Whether an address lists markets: those answers are kept, so that a capture begun later has them too. */
export const isListOf =
	(venues: readonly Venue[]) =>
	(url: string): boolean =>
		venues.some(({exchange, endpoints}) =>
			addressesOf(endpoints.rest).some(
				address => url.startsWith(address) && isListPath(exchange, url.slice(address.length)),
			),
		);
