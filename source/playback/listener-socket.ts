import type {Socket, SocketEvent} from '../transport/transport.js';
import type {createBindings} from './listener-bindings.js';
import type {Listener} from './recorded-connection.js';
import type {ReplayWire} from './replay-wire.js';
import type {createSocketReplies} from './socket-replies.js';

/** A socket of a client of today. */
export type ReplaySocket = Socket & {
	/** Of the markets that it has subscribed to, in upper case. */
	readonly symbols: ReadonlySet<string>;
	/** Whether another connection has brought as much: who gives this one up goes on with that. */
	hasAnother(): boolean;
	/** Whether it went over to another connection, of which it was not told what came before. */
	isMoved(): boolean;
	/** Nothing is told it any more; who connects next may be told from its beginning what came on the same connection. */
	release(): void;
};

type Port = {
	readonly bindings: Pick<
		ReturnType<typeof createBindings>,
		'attend' | 'hasAnother' | 'leave' | 'release'
	>;
	readonly replies: Pick<ReturnType<typeof createSocketReplies>, 'give'>;
};

/** Makes sockets of today's clients, which hear a recorded connection; `onBound`: which, and whether once more. */
export const createConnect =
	({wire}: {readonly wire: Omit<ReplayWire, 'purposeOf'>}, {bindings, replies}: Port) =>
	(
		url: string,
		onEvent: (event: SocketEvent) => void,
		onBound: Listener['onBound'],
	): ReplaySocket => {
		const listener: Listener = {
			endpoint: wire.endpointOf(url) ?? url,
			topics: new Set(),
			book: null,
			symbols: new Set(),
			tell: onEvent,
			onBound,
			isOpen: false,
			isClosed: false,
			...{recorded: null, isMoved: false},
			at: null,
			hasAsked: false,
		};
		const want = (topics: readonly string[]) => {
			for (const topic of topics) {
				listener.topics.add(topic);
				const symbol = wire.symbolOf(topic);
				if (symbol !== null) listener.symbols.add(symbol);
				if (wire.bookOf(topic) !== null) listener.book ??= topic;
			}
		};
		want(wire.topicsOf(url));
		bindings.attend(listener);
		return {
			symbols: listener.symbols,
			send(data) {
				if (wire.askedIn(data)) {
					listener.hasAsked = true;
					replies.give(listener);
				}
				const topics = wire.topicsIn(data);
				want(topics);
				if (topics.length > 0 && !listener.recorded) bindings.attend(listener);
			},
			// The recorded answers come by themselves.
			ping: () => undefined,
			hasAnother: () => bindings.hasAnother(listener),
			isMoved: () => listener.isMoved,
			release() {
				bindings.release(listener);
			},
			close() {
				bindings.leave(listener);
			},
		};
	};
