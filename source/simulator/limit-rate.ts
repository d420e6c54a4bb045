import type {Clock} from '../clock.js';
import type {Outlet} from './outlet.js';

/** Calls back at each message beyond so many in a time; pings count, and pongs that nobody asked for. */
export const limitRate = (
	{socket, takePong}: Outlet,
	clock: Clock,
	{most, inMs}: {readonly most: number; readonly inMs: number},
	onExcess: () => void,
) => {
	let recent: number[] = [];
	const count = () => {
		const now = clock.now();
		recent = [...recent.filter(at => now - at < inMs), now];
		if (recent.length > most) onExcess();
	};
	socket.on('message', count);
	socket.on('ping', count);
	socket.on('pong', () => {
		if (!takePong()) count();
	});
};
