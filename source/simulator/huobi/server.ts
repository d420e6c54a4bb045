import type {FaultSite} from '../fault-site.js';
import {createHuobiRest} from './rest.js';
import {serveHuobiSocket} from './socket.js';
import {createHuobiTopics, type HuobiPath, type HuobiTopicsOptions} from './topics.js';
import type {Listen, LoopbackServer} from '../loopback-server.js';

export type HuobiServerOptions = HuobiTopicsOptions & {
	readonly site: FaultSite;
	readonly listen: Listen;
};

const paths: ReadonlyMap<string, HuobiPath> = new Map([
	['/ws', 'ws'],
	['/feed', 'feed'],
]);

/** Huobi's (HTX) spot market data: https://www.htx.com/en-us/opend/newApiPages/ */
export const startHuobiServer = (options: HuobiServerOptions): Promise<LoopbackServer> => {
	const {site, runner, symbols, listen} = options;
	const {time} = site;
	const topics = createHuobiTopics({...options, time});
	return listen({
		site,
		answer: createHuobiRest({time, runner, topics, symbols}),
		accept(url) {
			const path = paths.get(url.pathname);
			if (path === undefined) return null;
			return (socket, wire) => {
				serveHuobiSocket({socket, wire, site, path, topics});
			};
		},
	});
};
