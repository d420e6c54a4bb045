import {exchanges} from '../exchanges/index.js';
import type {CaptureEvent} from '../capture/capture-format.js';
import {exchangeOf, type ReplayWire} from './replay-wire.js';

export type JudgedCapture = {
	readonly wire: ReplayWire;
	/** One stream as other recorders keep it, without opens, closes and pings. */
	readonly isRaw: boolean;
};

/** Milliseconds that a recorder may take to see that a connection is dead, and to write that down. */
const slackMs = 2000;

/** Tells how long a recorder can have heard nothing at all: after more, it did not run. */
export const createSilenceJudge = ({wire, isRaw}: JudgedCapture) => {
	/** How long it waits for a sign, of each connection that is open. */
	const patience = new Map<number, number>();
	/** How many wait so long: there are few such times, however many are open. */
	const counts = new Map<number, number>();
	/** The shortest of these times; infinite where nothing is open. */
	let shortest = Infinity;

	const count = (ms: number, by: number) => {
		const left = (counts.get(ms) ?? 0) + by;
		if (left > 0) counts.set(ms, left);
		else counts.delete(ms);
		shortest = Math.min(...counts.keys());
	};

	const forget = (connection: number) => {
		const ms = patience.get(connection);
		if (ms === undefined) return;
		patience.delete(connection);
		count(ms, -1);
	};

	return {
		take(event: CaptureEvent) {
			if (event.kind === 'close') forget(event.connection);
			if (event.kind !== 'open') return;
			const endpoint = wire.endpointOf(event.url, event.exchange);
			const exchange = exchanges.find(({id}) => endpoint !== null && id === exchangeOf(endpoint));
			if (!exchange) return;
			forget(event.connection);
			patience.set(event.connection, exchange.deadAfterMs);
			count(exchange.deadAfterMs, 1);
		},
		/** Infinite where nothing is open, or pings were not written down. */
		longestMs: () => (isRaw ? Infinity : shortest + slackMs),
	};
};
