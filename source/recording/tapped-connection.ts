import {toData, type UntimedEvent} from '../capture/capture-format.js';
import type {SocketEvent} from '../transport/transport.js';
import {isAcknowledgement, isSubscription} from './subscriptions.js';
import {toPlain, toReceived, toSent} from './wire-events.js';

/** Subscriptions and acknowledgements kept of one connection: more than any client of ours makes. */
const maxLasting = 64;

/** What of a connection a capture that starts later has to begin with. */
export const createTappedConnection = (number: number, url: string) => {
	let isOpen = false;
	/** Subscriptions and their acknowledgements, in their order. */
	const lasting: UntimedEvent[] = [];
	/** Subscriptions not acknowledged yet. */
	let awaited = 0;

	const keep = (event: UntimedEvent) => {
		if (lasting.length < maxLasting) lasting.push(event);
	};

	return {
		isOpen: () => isOpen,
		/** As a capture has it; to be asked before `receive`, which may change it. */
		toEvent: (event: SocketEvent): UntimedEvent => toReceived({number, url, isOpen}, event),
		receive(event: SocketEvent) {
			if (event.type === 'open') isOpen = true;
			if (event.type !== 'message' || awaited === 0) return;
			const data = toPlain(event);
			if (!isAcknowledgement(data)) return;
			awaited--;
			keep({kind: 'ws', connection: number, ...toData(data)});
		},
		send(data: string): UntimedEvent {
			const event = toSent(number, data);
			if (isSubscription(data)) {
				keep(event);
				awaited++;
			}
			return event;
		},
		/** What makes what comes on it from now on understandable; nothing before it is open. */
		beginning: (): readonly UntimedEvent[] =>
			isOpen ? [{kind: 'open', url, connection: number}, ...lasting] : [],
	};
};

export type TappedConnection = ReturnType<typeof createTappedConnection>;
