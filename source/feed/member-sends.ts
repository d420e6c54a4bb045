import type {Clock} from '../clock.js';
import type {Socket} from '../transport/transport.js';
import type {Member, Members} from './members.js';

/** A ping is not repeated for another member so soon: each hears the answer. */
const pingTogetherMs = 2500;

/** What waits to be sent for single members of a socket. */
export const createMemberSends = (
	{has}: Pick<Members, 'has'>,
	socket: () => Socket | null,
	clock: Pick<Clock, 'now'>,
) => {
	let messages: {readonly of: Member; readonly data: string}[] = [];
	const pings: string[] = [];
	let pinged = {payload: '', at: -Infinity};
	return {
		send(of: Member, data: string) {
			messages.push({of, data});
		},
		/** Returns whether one is to be sent: not where it was for another a moment ago. */
		ping(payload: string): boolean {
			const isKnown = pinged.payload === payload && clock.now() - pinged.at < pingTogetherMs;
			if (isKnown || pings.includes(payload)) return false;
			pings.push(payload);
			return true;
		},
		/** Returns whether anything was to be sent. */
		sendNext(): boolean {
			const payload = pings.shift();
			if (payload !== undefined) {
				pinged = {payload, at: clock.now()};
				socket()?.ping(payload === '' ? undefined : payload);
				return true;
			}
			// Of who has left, none is sent any more.
			messages = messages.filter(({of}) => has(of));
			const message = messages.shift();
			if (!message) return false;
			socket()?.send(message.data);
			return true;
		},
	};
};
