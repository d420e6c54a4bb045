import {toData, type UntimedEvent} from '../capture/capture-format.js';
import type {SocketEvent} from '../transport/transport.js';
import type {MakeEvent} from './kept-events.js';
import {isAcknowledgement, isListing, isSubscription} from './subscriptions.js';
import {toOpen, toPlain, toReceived, toSent, type Place} from './wire-events.js';

/** Subscriptions and acknowledgements kept of one connection: more than hundreds of markets on it need. */
const maxLasting = 2048;

/** What of a connection a capture that starts later has to begin with. */
export const createTappedConnection = (place: Place) => {
	const {number} = place;
	let isOpen = false;
	/** Subscriptions and their acknowledgements, in their order. */
	let lasting: {readonly event: UntimedEvent; readonly isListing: boolean}[] = [];
	/** Subscriptions not acknowledged yet, and whether each only asks which are on. */
	const awaited: boolean[] = [];

	const keep = (event: UntimedEvent, isOfListing: boolean) => {
		if (lasting.length < maxLasting) lasting.push({event, isListing: isOfListing});
	};

	const makerFor =
		(isText: boolean): MakeEvent =>
		data =>
			toReceived({...place, isOpen: true}, {type: 'message', data, isText});
	/** One for all of a kind: thousands come a second. */
	const makers = {text: makerFor(true), bytes: makerFor(false)};

	return {
		isOpen: () => isOpen,
		/** As a capture has it; to be asked before `receive`, which may change it. */
		toEvent: (event: SocketEvent): UntimedEvent => toReceived({...place, isOpen}, event),
		/** Makes what `toEvent` does of a message's data. */
		makerOf: ({isText}: SocketEvent & {type: 'message'}): MakeEvent =>
			isText ? makers.text : makers.bytes,
		receive(event: SocketEvent) {
			if (event.type === 'open') isOpen = true;
			if (event.type !== 'message' || awaited.length === 0) return;
			const data = toPlain(event);
			if (!isAcknowledgement(data)) return;
			keep({kind: 'ws', connection: number, ...toData(data)}, awaited.shift() === true);
		},
		send(data: string): UntimedEvent {
			const event = toSent(number, data);
			if (isSubscription(data)) {
				if (isListing(data)) lasting = lasting.filter(kept => !kept.isListing);
				keep(event, isListing(data));
				awaited.push(isListing(data));
			}
			return event;
		},
		/** What makes what comes on it from now on understandable; nothing before it is open. */
		beginning: (): readonly UntimedEvent[] =>
			isOpen ? [toOpen(place), ...lasting.map(({event}) => event)] : [],
	};
};

export type TappedConnection = ReturnType<typeof createTappedConnection>;
