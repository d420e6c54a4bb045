import type {Clock} from '../../../source/clock.js';
import type {Peer} from '../../../source/simulator/peer.js';
import type {Random} from '../../../source/random.js';
import type {Wire} from '../../../source/simulator/wire.js';
import type {SocketEvent} from '../../../source/transport/transport.js';
import {createLane} from './lane.js';

/** The longest message that the client takes, as the live transport does. */
const maxMessageBytes = 8 * 1024 * 1024;
/** What `ws` waits for the answer to a close. */
const closeTimeoutMs = 30_000;
/** What a frame adds to its data. */
const frameBytes = 4;

/** A fragment leaves when the one before has; 64 KB in this time are 640 MB/s. */
const fragmentMs = 0.1;

type Listener = (payload: Buffer, isBinary: boolean) => void;

/** Both ends of a websocket in one process, without a byte of its protocol. */
export const openPipe = (options: {
	readonly clock: Clock;
	readonly random: Random;
	readonly usualMs: number;
	readonly onEvent: (event: SocketEvent) => void;
	readonly onGone: () => void;
}) => {
	const {clock, random, usualMs, onEvent, onGone} = options;
	const toClient = createLane(clock, random, usualMs);
	const toServer = createLane(clock, random, usualMs);
	const listeners = new Map<string, Listener[]>();
	const OPEN = 1;
	const [CLOSING, CLOSED] = [2, 3];
	let readyState = OPEN;
	let isClientOver = false;
	let isMuted = false;
	let fragmentBytes = 0;
	let cancelClose: () => void = () => undefined;

	const emit = (name: string, payload = Buffer.alloc(0), isBinary = false) => {
		for (const listener of listeners.get(name) ?? []) listener(payload, isBinary);
	};

	const checkGone = () => {
		if (readyState === CLOSED && isClientOver) onGone();
	};

	const endServer = () => {
		if (readyState === CLOSED) return;
		readyState = CLOSED;
		cancelClose();
		toServer.clear();
		emit('close');
		checkGone();
	};

	/** The client is told, or has turned away itself. */
	const endClient = (event?: SocketEvent) => {
		if (isClientOver) return;
		isClientOver = true;
		toClient.clear();
		toServer.put(endServer);
		checkGone();
		if (event) onEvent(event);
	};

	const tell = (event: SocketEvent, bytes = 0) => {
		toClient.put(() => {
			onEvent(event);
		}, bytes + frameBytes);
	};

	const sendFragment = (data: Buffer, isLast: boolean, onSent: (error?: Error) => void) => {
		if (readyState !== OPEN) {
			onSent(new Error('not open'));
			return;
		}
		fragmentBytes += data.length;
		if (fragmentBytes > maxMessageBytes) {
			const errorCode = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
			toClient.put(() => {
				endClient({type: 'close', reason: 'message too large', errorCode});
			});
			fragmentBytes = -Infinity;
		}
		if (isLast) fragmentBytes = 0;
		clock.after(fragmentMs, onSent);
	};

	const terminate = () => {
		if (readyState === CLOSED) return;
		toClient.cut();
		// Where nothing leaves any more, nobody tells the client either.
		if (!isMuted)
			clock.after(usualMs, () => {
				endClient({type: 'close', reason: 'connection lost', code: 1006});
			});
		endServer();
	};

	const peer: Peer = {
		OPEN,
		get readyState() {
			return readyState;
		},
		send(
			data: string | Buffer,
			fragment?: {readonly fin: boolean},
			onSent?: (error?: Error) => void,
		) {
			if (typeof data !== 'string' && fragment && onSent) sendFragment(data, fragment.fin, onSent);
			else if (readyState === OPEN) tell({type: 'message', data}, data.length);
		},
		ping(payload) {
			toClient.put(() => {
				toServer.put(() => {
					emit('pong', Buffer.from(payload));
				});
				onEvent({type: 'ping'});
			}, payload.length + frameBytes);
		},
		close(code, reason) {
			if (readyState !== OPEN) return;
			readyState = CLOSING;
			cancelClose = clock.after(closeTimeoutMs, terminate);
			toClient.put(() => {
				endClient({type: 'close', reason: `closed with ${code}: ${reason}`, code});
			}, reason.length + frameBytes);
		},
		terminate,
		on(event: string, listener: Listener | (() => void)) {
			listeners.set(event, [...(listeners.get(event) ?? []), listener]);
		},
	};

	const wire: Wire = {
		mute() {
			isMuted = true;
			toClient.cut();
		},
		trickle(_clock, everyMs, forMs) {
			toClient.trickle(everyMs, clock.now() + forMs);
		},
		delay(_clock, byMs, forMs) {
			toClient.delay(byMs, clock.now() + forMs);
		},
	};

	return {
		peer,
		wire,
		open() {
			tell({type: 'open'});
		},
		client: {
			send(data: string) {
				if (isClientOver) return;
				toServer.put(() => {
					emit('message', Buffer.from(data));
				});
			},
			ping(payload = '') {
				if (isClientOver) return;
				toServer.put(() => {
					emit('ping');
					// Nothing leaves a muted server, its lane is cut.
					tell({type: 'pong', payload});
				});
			},
			close: endClient,
		},
		terminate,
	};
};

export type Pipe = ReturnType<typeof openPipe>;
