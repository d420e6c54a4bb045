import {headOf, type Heading, type Sharing} from '../sharing.js';
import {unpack} from './read-message.js';

const other: Heading = {type: 'other'};

/** Each client asks for its topics itself; what refuses that names no topic, but the request's id. */
export const huobiSharing: Sharing = {
	// No number is documented, only that it should not be too many.
	maxTopics: 200,
	// A book may be asked for once in 100 ms on a connection, as it comes there.
	sendEveryMs: 200,
	connects: {count: 300, withinMs: 5 * 60_000},
	control: null,
	mark: (sent, number) => sent.replace(/"id":"((?:sub|req)-\d+)"/, `"id":"$1.${number}"`),
	unpack: message => ({data: unpack(message), isText: true}),
	readHeading(data) {
		const head = headOf(data);
		const ping = /^\s*\{\s*"ping"\s*:\s*(\d+)/.exec(head)?.[1];
		if (ping !== undefined) return {type: 'ping', answer: `{"pong":${ping}}`, time: Number(ping)};
		const topic = /"(?:ch|rep|subbed|unsubbed)"\s*:\s*"([^"]+)"/.exec(head)?.[1];
		if (topic !== undefined) return {type: 'topic', topic};
		const number = /"id"\s*:\s*"(?:sub|req)-\d+\.(\d+)"/.exec(head)?.[1];
		if (number === undefined) return other;
		return {type: 'answer', of: Number(number), isRefusal: true, topics: null};
	},
};
