import type {Clock} from '../../clock.js';
import type {Outlet} from '../outlet.js';

const pingEveryMs = 20_000;
const pongWithinMs = 60_000;

/** A ping frame every 20 s; one whose pong does not come within a minute ends the connection. */
export const keepAlive = ({socket, ping}: Outlet, clock: Clock): (() => void) => {
	let unanswered: {payload: string; at: number}[] = [];
	socket.on('pong', data => {
		const index = unanswered.findIndex(({payload}) => payload === data.toString());
		unanswered = unanswered.slice(index + 1);
	});
	return clock.every(pingEveryMs, () => {
		const [oldest] = unanswered;
		if (oldest && clock.now() - oldest.at >= pongWithinMs) {
			socket.terminate();
			return;
		}
		const payload = String(Math.trunc(clock.now()));
		unanswered.push({payload, at: clock.now()});
		ping(payload);
	});
};
