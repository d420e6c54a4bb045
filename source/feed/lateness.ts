import type {Clock} from '../clock.js';
import type {SocketEvent} from '../transport/transport.js';
import {createBeatTimes} from './beat-times.js';
import {createPingTimes} from './ping-times.js';

type Options = {
	readonly clock: Pick<Clock, 'now' | 'after'>;
	/** Sends a ping frame that carries this. */
	readonly ping: (payload: string) => void;
	/** It is time to ask: at once, or as soon as the exchange lets us. */
	readonly onDue: () => void;
};

/** Nothing is on its way for so long, over a bad line neither. */
const lateMs = 3000;

/**
 * Tells whether a socket is late with what it brings: all comes in order and without a pause, so nothing of it tells
 * but what has a time of its own, the answers to our pings and the exchange's signs of life. Of a peer that gives
 * neither nothing is known.
 */
export const createLateness = ({clock, ping, onDue}: Options) => {
	const pings = createPingTimes({lateMs, clock, ping, onDue});
	const beats = createBeatTimes({lateMs, clock});
	let lastSign = -Infinity;
	/** Whether what is heard now was told before, as by a replay. */
	let isRetold = false;

	const slowSince = () => Math.min(pings.slowSince() ?? Infinity, beats.slowSince() ?? Infinity);

	const isLate = () =>
		slowSince() < Infinity || pings.openMs(lastSign) >= lateMs || beats.isOverdue(lastSign);

	return {
		/** Asks, where it is time for that. Returns whether it did. */
		ask: pings.ask,
		/** To be told before anybody else hears of it. */
		heard(event: SocketEvent) {
			isRetold = event.heardAt !== undefined;
			if (isRetold) return;
			pings.heard(event);
			lastSign = clock.now();
		},
		/** What was heard just now is a sign of life of the exchange, with so many epoch milliseconds by its clock. */
		beat(toldAt: number) {
			if (!isRetold) beats.heard(toldAt);
		},
		/** What was heard just now was sent at so many epoch milliseconds by the exchange's clock. */
		told(toldAt: number) {
			if (!isRetold) beats.told(toldAt);
		},
		/** Asks no more. */
		end: pings.end,
		isLate,
		/** Milliseconds for which an answer has been waited for, and little else come: 0 where the socket is late, not silent. */
		unansweredMs: () => (isLate() ? 0 : pings.openMs(clock.now())),
		/** Milliseconds since which what has a time comes too late, 0 where it does not. */
		slowMs: () => Math.max(0, clock.now() - slowSince()),
		/** Whether anything that has a time came in time before: signs of life are measured by those that did. */
		wasInTime: () => pings.wasInTime() || beats.slowSince() !== null,
	};
};

export type Lateness = ReturnType<typeof createLateness>;
