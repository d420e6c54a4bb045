import {exchanges} from '../../exchanges/index.js';
import type {CaptureEvent} from '../../recording/capture-format.js';
import {exchangeOf} from '../../recording/replay-wire.js';
import type {CaptureFacts} from './inspect-capture.js';

/** Milliseconds that a recorder may take to see that a connection is dead, and to write that down. */
const slackMs = 2000;

/** Tells how long a recorder can have heard nothing at all: after more, it did not run. */
export const createSilenceJudge = ({wire, isRaw}: Pick<CaptureFacts, 'wire' | 'isRaw'>) => {
	/** How long it waits for a sign, of each connection that is open. */
	const patience = new Map<number, number>();
	return {
		take(event: CaptureEvent) {
			if (event.kind === 'close') patience.delete(event.connection);
			if (event.kind !== 'open') return;
			const endpoint = wire.endpointOf(event.url);
			const exchange = exchanges.find(({id}) => endpoint !== null && id === exchangeOf(endpoint));
			if (exchange) patience.set(event.connection, exchange.deadAfterMs);
		},
		/** Infinite where nothing is open, or pings were not written down. */
		longestMs: () => (isRaw ? Infinity : Math.min(...patience.values()) + slackMs),
	};
};
