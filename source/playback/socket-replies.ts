import type {Clock} from '../clock.js';
import type {SocketEvent} from '../transport/transport.js';
import type {Listener, Recorded} from './recorded-connection.js';
import type {ReplayWire, RequestPurpose} from './replay-wire.js';

export type SocketRepliesOptions = {
	readonly wire: Pick<ReplayWire, 'isReply' | 'isUpdate'>;
	readonly clock: Clock;
	/** A reply is about to come that the client has not asked for. Returns whether it is waited for. */
	readonly onUnasked: (purpose: RequestPurpose, isKept: false) => boolean;
};

/** Brings together questions that clients ask on their own socket and the replies that were recorded. */
export const createSocketReplies = ({wire, clock, onUnasked}: SocketRepliesOptions) => {
	const isAsked = ({listeners}: Recorded) => [...listeners].some(({hasAsked}) => hasAsked);

	return {
		isAsked,
		/** Looks only while a reply is due: to tell one takes unpacking the message. */
		take(recorded: Recorded, event: SocketEvent) {
			const {expected, listeners} = recorded;
			if (!expected || event.type !== 'message' || !wire.isReply(event.data)) return;
			recorded.expected = null;
			if (!isAsked(recorded) && !onUnasked(expected, false)) recorded.kept = event;
			for (const listener of listeners) listener.hasAsked = false;
		},
		/** A kept reply has been of use by the next update, or is of none any more. */
		forget(recorded: Recorded, event: SocketEvent) {
			if (recorded.kept === null || recorded.kept === event || event.type !== 'message') return;
			if (wire.isUpdate(event.data)) recorded.kept = null;
		},
		/** Answers a question by the reply that came before it was asked. */
		give(listener: Listener) {
			const {recorded} = listener;
			const kept = recorded?.kept;
			if (!recorded || !kept) return;
			recorded.kept = null;
			clock.after(0, () => {
				if (listener.isClosed) return;
				listener.hasAsked = false;
				listener.tell({...kept, heardAt: recorded.heardAt});
			});
		},
	};
};
