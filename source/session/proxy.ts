import {parseProxy} from '../options/options.js';
import type {Proxy} from '../transport/tunnel.js';
import {isExcepted} from '../transport/no-proxy.js';

export type ProxyOptions = {
	/** As it was written; null for none. */
	readonly address: string | null;
	/** Hosts that are reached without it. */
	readonly noProxy: string;
};

/** The proxy on the way to an address; undefined where the way is straight. */
export const createProxies = ({
	address,
	noProxy,
}: ProxyOptions): ((url: string) => Proxy | undefined) => {
	if (address === null) return () => undefined;
	const url = new URL(parseProxy(address));
	const proxy = {url, name: url.host};
	return target => (isExcepted(noProxy, target) ? undefined : proxy);
};
