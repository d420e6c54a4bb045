import {startLoopbackServer, type Listen} from '../../source/simulator/loopback-server.js';
import type {Peer} from '../../source/simulator/peer.js';

/** What an exchange sent on one connection, in its order, as a capture has it: text, or bytes as base64. */
export type SentOn = {
	readonly messages: string[];
	/** Epoch milliseconds of each. */
	readonly times: number[];
	/** Of each, among those of all connections. */
	readonly order: number[];
};

/** Remembers all that simulated exchanges send over sockets: the truth that a recorder is judged by. */
export const createSentLog = () => {
	const connections: SentOn[] = [];
	let count = 0;

	const noting = (peer: Peer): Peer => {
		const sent: SentOn = {messages: [], times: [], order: []};
		connections.push(sent);
		const note = (data: string | Buffer) => {
			sent.messages.push(typeof data === 'string' ? data : data.toString('base64'));
			sent.times.push(Date.now());
			sent.order.push(count++);
		};
		return new Proxy(peer, {
			get(target, name) {
				const own: unknown = Reflect.get(target, name);
				if (typeof own !== 'function') return own;
				return (...args: readonly unknown[]): unknown => {
					const [data] = args;
					if (name === 'send' && (typeof data === 'string' || Buffer.isBuffer(data))) note(data);
					return Reflect.apply(own, target, args);
				};
			},
		});
	};

	const listen: Listen = options =>
		startLoopbackServer({
			...options,
			accept(url) {
				const open = options.accept(url);
				return open && ((socket, wire) => open(noting(socket), wire));
			},
		});

	return {listen, connections: (): readonly SentOn[] => connections};
};

/** Where messages of a capture stand among those that were sent: on one connection, one after the other. */
export type Stretch = {
	readonly on: SentOn;
	/** Of the first and the last of them on the connection. */
	readonly from: number;
	/** See `from`. */
	readonly to: number;
	/** Before them the capture has so many more: what was acknowledged before it began. */
	readonly repeated: number;
};

/** How many of the last messages stand on a connection one after the other, up to its message `to`. */
const sameUpTo = (on: SentOn, to: number, messages: readonly string[]): number => {
	let same = 0;
	while (
		same < messages.length &&
		same <= to &&
		messages[messages.length - 1 - same] === on.messages[to - same]
	)
		same++;
	return same;
};

/** The longest there is; null where the last of the messages was never sent. */
export const findStretch = (
	connections: readonly SentOn[],
	messages: readonly string[],
): Stretch | null => {
	let longest: Stretch | null = null;
	for (const on of connections)
		// Acknowledgements are the same on several connections, and may come again on one.
		for (const [to, message] of on.messages.entries()) {
			if (message !== messages.at(-1)) continue;
			const same = sameUpTo(on, to, messages);
			if (messages.length - same < (longest?.repeated ?? Infinity))
				longest = {on, from: to - same + 1, to, repeated: messages.length - same};
		}
	return longest;
};
