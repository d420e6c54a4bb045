import type {Agent} from 'node:http';
import {getProxyForUrl} from 'proxy-from-env';
import {parseProxy} from '../options.js';
import type {Route} from '../transport/live.js';

/** Loaded only where a proxy is used. */
const createAgent = async (proxy: string): Promise<Agent> => {
	if (new URL(proxy).protocol.startsWith('socks')) {
		const {SocksProxyAgent} = await import('socks-proxy-agent');
		return new SocksProxyAgent(proxy);
	}
	const {HttpsProxyAgent} = await import('https-proxy-agent');
	return new HttpsProxyAgent(proxy);
};

/**
 * The ways to some addresses: through the proxy named by the flag, or else by HTTPS_PROXY or
 * ALL_PROXY where NO_PROXY does not except the host.
 */
export const createRoutes = async (
	flag: string | undefined,
	urls: readonly string[],
): Promise<(url: string) => Route | undefined> => {
	const variables = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'].map(
		name => process.env[name],
	);
	const proxyFor = (url: string) => {
		if (flag !== undefined) return flag;
		// Read as if for https, whatever the endpoint speaks: these are the documented variables.
		const proxy = getProxyForUrl(`https://${new URL(url).host}`);
		// Without a scheme in the variable it was given that of the request; people mean http.
		return variables.includes(proxy.slice('https://'.length))
			? proxy.replace('https:', 'http:')
			: proxy;
	};
	const routes = new Map<string, Route>();
	for (const url of urls) {
		const proxy = proxyFor(url);
		if (proxy === '' || routes.has(proxy)) continue;
		const agent = await createAgent(parseProxy(proxy));
		routes.set(proxy, {agent, proxy: new URL(proxy).host});
	}
	return url => routes.get(proxyFor(url));
};
