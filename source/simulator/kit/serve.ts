import type {Listen, LoopbackServer} from '../loopback-server.js';
import {createAllowance} from './allowance.js';
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
	const {path, encode, stamp, open, tricks, limits} = protocol;
	const answer = createRest(protocol.questions, site, tricks.errorBody('not found'));
	const mayConnect = createAllowance(site.clock, limits.connects);
	const mayAsk = createAllowance(site.clock, limits.requests);
	const server = await listen({
		site,
		answer: url =>
			mayAsk() ? answer(url) : {status: 429, body: tricks.errorBody('too many requests')},
		accept(url) {
			if (url.pathname !== path) return null;
			if (!mayConnect()) site.armUpgrades(1, {status: '429 Too Many Requests'}, 1);
			return (socket, wire) => {
				openLine({socket, wire, site, ...(encode && {encode}), ...(stamp && {stamp})}, open);
			};
		},
	});
	return {...server, tricks};
};
