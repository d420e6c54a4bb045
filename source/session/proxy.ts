import {parseProxy, readVariable} from '../options/options.js';
import type {Proxy} from '../transport/tunnel.js';
import {isExcepted} from '../transport/no-proxy.js';

export type ProxyOptions = {
	/** As it was written; null for none. */
	readonly address: string | null;
	/** The variable of the environment that it is from, which nobody has checked before. */
	readonly variable?: string;
	/** Hosts that are reached without it. */
	readonly noProxy: string;
};

/** The proxy on the way to an address; undefined where the way is straight. */
export const createProxies = ({
	address,
	variable,
	noProxy,
}: ProxyOptions): ((url: string) => Proxy | undefined) => {
	if (address === null) return () => undefined;
	const url = new URL(
		variable === undefined ? parseProxy(address) : readVariable(variable, address, parseProxy),
	);
	const proxy = {url, name: url.host};
	return target => (isExcepted(noProxy, target) ? undefined : proxy);
};
