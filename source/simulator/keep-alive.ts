import type {Clock} from '../clock.js';
import type {Outlet} from './outlet.js';

export type KeepAlive = {readonly everyMs: number; readonly withinMs: number};

/** Ping frames by the clock; one whose pong does not come in time ends the connection. */
export const keepAlive = (
	{socket, ping}: Outlet,
	clock: Clock,
	{everyMs, withinMs}: KeepAlive,
): (() => void) => {
	let unanswered: {payload: string; at: number}[] = [];
	socket.on('pong', data => {
		const index = unanswered.findIndex(({payload}) => payload === data.toString());
		unanswered = unanswered.slice(index + 1);
	});
	return clock.every(everyMs, () => {
		const [oldest] = unanswered;
		if (oldest && clock.now() - oldest.at >= withinMs) {
			socket.terminate();
			return;
		}
		const payload = String(Math.trunc(clock.now()));
		unanswered.push({payload, at: clock.now()});
		ping(payload);
	});
};
