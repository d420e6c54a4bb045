import type {Addresses, Endpoints} from '../exchanges/exchange.js';
import {splitLogin} from '../options/login.js';

/** Takes names and passwords out of addresses before anybody shows or records one, and keeps them for the transport. */
export const createLogins = () => {
	/** The longest address first: one may begin as another does. */
	const logins: {readonly address: string; readonly authorization: string | null}[] = [];

	const strip = (text: string): string => {
		const login = splitLogin(text);
		logins.push(login);
		logins.sort((a, b) => b.address.length - a.address.length);
		return login.address;
	};
	const stripAll = (addresses: Addresses): Addresses => {
		if (typeof addresses === 'string') return strip(addresses);
		const [first, ...others] = addresses;
		return [strip(first), ...others.map(strip)];
	};

	return {
		/** The endpoints as all others may know them. */
		without: ({ws, rest}: Endpoints): Endpoints => ({ws: stripAll(ws), rest: stripAll(rest)}),
		/** The login that belongs to an address below one of them; undefined for none. */
		loginFor: (url: string): string | undefined =>
			logins.find(({address}) => url === address || url.startsWith(`${address}/`))?.authorization ??
			undefined,
	};
};
