import type {Clock} from '../clock.js';
import type {ExchangeClient} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';
import type {SocketEvent} from '../transport/transport.js';
import type {ConnectionListener} from './connection-listener.js';
import {createDialogue} from './dialogue.js';
import {createInbox} from './inbox.js';
import {hostOf} from './host-choice.js';
import {fromClose, isMissingPath, withNote} from './network-faults.js';
import type {RestGate, Urgency} from './rest-gate.js';
import type {SocketGate, SocketPart} from './socket-gate.js';

export type ConnectionOptions = {
	/** On the host that `sockets` tells. */
	readonly path: string;
	/** What the socket is to carry, by the exchange's names. */
	readonly topics: readonly string[];
	/** Shared by all that connect to this exchange. */
	readonly sockets: SocketGate;
	/** Shared by all that ask this exchange. */
	readonly rest: RestGate;
	/** How much a snapshot is needed while there is no book. @default now */
	readonly urgency?: () => Urgency;
	/** A new one: its state is of this connection. */
	readonly client: ExchangeClient;
	readonly clock: Clock;
	readonly listener: ConnectionListener;
};

/** What a client has to say, on its socket: at the pace that the exchange allows, answers to signs of life at once. */
const createSends = (
	{sockets, clock}: Pick<ConnectionOptions, 'sockets' | 'clock'>,
	socket: () => SocketPart,
) => {
	/** To cancel what waits for its turn. */
	const waiting = new Set<() => void>();
	return {
		send(data: string) {
			const waitMs = sockets.turnToSend();
			// What waits may be due by now, and is to go first.
			if (waitMs === 0 && waiting.size === 0) {
				socket().send(data);
				return;
			}
			const cancel = clock.after(waitMs, () => {
				waiting.delete(cancel);
				socket().send(data);
			});
			waiting.add(cancel);
		},
		answer(data: string, toldAt: number) {
			socket().lateness.beat(toldAt);
			socket().send(data);
		},
		told(toldAt: number) {
			socket().lateness.told(toldAt);
		},
		/** What waits is not sent any more. */
		end() {
			for (const cancel of waiting) cancel();
			waiting.clear();
		},
	};
};

/**
 * One socket and the client that understands it. Whatever is late finds it no longer alive.
 */
export const openConnection = (options: ConnectionOptions) => {
	const {path, topics, sockets, clock, listener} = options;
	const address = sockets.address();
	let isOpen = false;
	let isAlive = true;

	/** Asked anew after a listener was called, which may have ended it. */
	const alive = () => isAlive;

	const end = () => {
		isAlive = false;
		inbox.end();
		dialogue.end();
		sends.end();
		socket.close();
	};

	const lose = (fault: FeedFault, isUnserved = false, elsewhere: string | null = null) => {
		end();
		listener.onLost(fault, isUnserved, elsewhere);
	};

	const sends = createSends(options, () => socket);
	const dialogue = createDialogue({...options, port: {...sends, lose}});
	const {dispatch} = dialogue;
	const inbox = createInbox({...options, take: dispatch});

	const onClose = (event: SocketEvent & {type: 'close'}) => {
		const {elsewhere, note} = sockets.closed(address, event, isOpen);
		const fault = withNote(fromClose(event, hostOf(address)), note);
		lose(fault, isMissingPath(event), elsewhere);
	};

	const onEvent = (event: SocketEvent) => {
		if (!isAlive) return;
		if (event.type === 'close') {
			onClose(event);
			return;
		}
		listener.onSign(
			event.type === 'message' ? event.data.length : null,
			event.type === 'pong' ? (event.payload ?? '') : null,
			event.heardAt,
		);
		// What was heard may have ended it: after sleep a link this old is given up.
		if (!alive()) return;
		if (event.isAgain) listener.onAgain();
		if (event.type === 'open') {
			isOpen = true;
			sockets.opened(address);
			listener.onOpen(event.since ?? null);
			dispatch({type: 'open', now: Math.floor(clock.wall())});
		} else if (event.type === 'message') inbox.receive(event);
	};

	const socket: SocketPart = sockets.connect({address, path, topics}, onEvent);

	return {
		/** Ends it without a word. */
		end,
		/** Gives it up for a reason. */
		lose,
		waited() {
			dispatch({type: 'waited'});
		},
		resync(fault: FeedFault) {
			dispatch({type: 'resync', fault});
		},
		/** Whether its socket is late with what it brings. */
		lateness: socket.lateness,
		/** Asks whether the peer is still there. */
		ping(payload?: string) {
			socket.ping(payload);
		},
		/** An answer to what was asked for so far is too old: the computer slept, or something came to speak against the book. */
		forget: dialogue.forget,
		/** Asks for a fresh snapshot to compare the book with. */
		audit: dialogue.audit,
		/** Since when an audit is under way, in milliseconds by our clock; null where none is. */
		auditingSince: dialogue.auditingSince,
		/** The audit under way should be over: the client is to make of it what there is. */
		auditLate() {
			dispatch({type: 'audit-late'});
		},
		/** The book has been in sync for a while: past trouble no longer counts. */
		calm: dialogue.calm,
	};
};

export type Connection = ReturnType<typeof openConnection>;
