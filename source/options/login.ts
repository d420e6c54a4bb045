import {maskPassword} from '../safe-text.js';

/** Name, slash and password, as they stand before a host: up to the last `@` before its path. */
const pattern = /^([a-z][a-z\d+.-]*:\/\/)([^/?#]*)@/i;

/** An endpoint's address without a name and password before its host, and those as HTTP sends them; null for none. */
export const splitLogin = (
	address: string,
): {readonly address: string; readonly authorization: string | null} => {
	if (!pattern.test(address)) return {address, authorization: null};
	const {username, password} = new URL(address);
	const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
	return {
		address: address.replace(pattern, '$1'),
		authorization: `Basic ${Buffer.from(login).toString('base64')}`,
	};
};

/** An endpoint's address for people: its path may hold an `@`, its host may not. */
export const maskLogin = (address: string): string => {
	const {address: plain} = splitLogin(address);
	const login = pattern.exec(address)?.[0];
	return login === undefined ? address : plain.replace(/^[^/]*\/\//, maskPassword(login));
};
