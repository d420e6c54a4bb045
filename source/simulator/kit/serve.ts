import type {Listen, LoopbackServer} from '../loopback-server.js';
import {openLine} from './line.js';
import type {CreateProtocol, ProtocolOptions, Tricks} from './protocol.js';
import {createRest} from './rest.js';

/** A simulated exchange that can be reached. */
export type ProtocolServer = LoopbackServer & {readonly tricks: Tricks};

/** Puts a protocol where clients can reach it. */
export const serveProtocol = async (
	create: CreateProtocol,
	{listen, ...options}: ProtocolOptions & {readonly listen: Listen},
): Promise<ProtocolServer> => {
	const {site} = options;
	const protocol = create(options);
	const {path, encode, stamp, open, tricks} = protocol;
	const server = await listen({
		site,
		answer: createRest(protocol.questions, site, tricks.errorBody('not found')),
		accept(url) {
			if (url.pathname !== path) return null;
			return (socket, wire) => {
				openLine({socket, wire, site, ...(encode && {encode}), ...(stamp && {stamp})}, open);
			};
		},
	});
	return {...server, tricks};
};
