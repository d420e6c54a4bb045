import type {Socket as Connection} from 'node:net';
import type {Login} from './ask.js';
import type {Lookup} from './connect-any.js';
import {dial} from './dial.js';
import {hostOf} from './errors.js';
import {TransportError} from './transport.js';
import type {Proxy} from './tunnel.js';

export type WayOutOptions = {
	/** The addresses of a host. @default the system's */
	readonly lookup?: Lookup;
	/** The proxy on the way to an address; undefined goes straight there. */
	readonly proxyFor?: (url: string) => Proxy | undefined;
	/** The value of `authorization` for an address, which holds no name and password itself; undefined for none. */
	readonly loginFor?: (url: string) => string | undefined;
};

const parseAddress = (url: string, protocols: readonly string[]): URL => {
	const address = new URL(url);
	if (!protocols.includes(address.protocol))
		throw new TransportError(
			`${hostOf(url)}: the address does not begin with ${protocols.join('// or ')}//`,
		);
	return address;
};

/** The way to an address, through a proxy where there is one. */
export const createWayOut = ({
	lookup,
	proxyFor = () => undefined,
	loginFor = () => undefined,
}: WayOutOptions) => {
	const toLogin = (url: string): Login => {
		const authorization = loginFor(url);
		return authorization === undefined ? {} : {authorization};
	};

	/** Connects to an address of one of these protocols; `onTurn`: whom it waits for from now on. */
	return async (
		url: string,
		protocols: readonly string[],
		signal: AbortSignal,
		onTurn: (who: string) => void,
	): Promise<{address: URL; connection: Connection; login: Login}> => {
		const address = parseAddress(url, protocols);
		const proxy = proxyFor(url);
		const connection = await dial(address, {proxy, signal, onTurn, ...(lookup ? {lookup} : {})});
		return {address, connection, login: toLogin(url)};
	};
};

export type WayOut = ReturnType<typeof createWayOut>;
