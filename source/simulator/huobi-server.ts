import type {Clock} from '../clock.js';
import {createHuobiRest} from './huobi-rest.js';
import {serveHuobiSocket} from './huobi-socket.js';
import {createHuobiTopics, type HuobiPath, type HuobiTopicsOptions} from './huobi-topics.js';
import {startLoopbackServer, type LoopbackServer} from './loopback-server.js';

export type HuobiServerOptions = HuobiTopicsOptions & {readonly clock: Clock};

const paths: ReadonlyMap<string, HuobiPath> = new Map([
	['/ws', 'ws'],
	['/feed', 'feed'],
]);

/** Huobi's (HTX) spot market data: https://www.htx.com/en-us/opend/newApiPages/ */
export const startHuobiServer = (options: HuobiServerOptions): Promise<LoopbackServer> => {
	const {clock, symbols} = options;
	const topics = createHuobiTopics(options);
	return startLoopbackServer({
		answer: createHuobiRest({clock, topics, symbols}),
		accept(url) {
			const path = paths.get(url.pathname);
			if (path === undefined) return null;
			return socket => {
				serveHuobiSocket({socket, clock, path, topics});
			};
		},
	});
};
