import type {Clock} from '../clock.js';
import type {Peer} from './peer.js';
import type {Wire} from './wire.js';

/** A message of a server, before it is encoded. */
export type Outgoing = {
	/** Market data, the answer to something the client sent, or an application ping. */
	readonly kind: 'data' | 'reply' | 'ping';
	/** The stream or topic that data belongs to. */
	readonly channel?: string;
	/** Before it is packed or wrapped. */
	readonly text: string;
	/** The whole book in its place, where it tells of one that may come whole at any time. */
	whole?(): string;
	/** A fault has had its way with the text: no other needs to make sense of it. */
	readonly isSpoiled?: true;
};

/** Goes out as it is: text in a text frame, bytes in a binary one. */
export type RawFrame = {readonly kind: 'raw'; readonly data: string | Buffer};

/** Sees a message on its way out and says what goes in its place. */
export type Filter = (message: Outgoing) => readonly (Outgoing | RawFrame)[];

/** The one way out to a connection. */
export type Outlet = {
	send(message: Outgoing | RawFrame): void;
	/** A ping frame of the websocket protocol. */
	ping(payload: string): void;
	/** Counts a pong against the pings sent; false where it answers none. */
	takePong(): boolean;
	/** Code and reason of the close frame. */
	close(code: number, reason: string): void;
	/** What a fault may do to the connection besides. */
	readonly wire: Wire;
	readonly socket: Peer;
	encode(text: string): string | Buffer;
	/** Whether data is wrapped with its stream's name. */
	isCombined(): boolean;
	/** Puts a filter in the way of what is sent from now on. Returns the way to take it out. */
	filter(filter: Filter): () => void;
	/** The newest market data as it would have gone without faults, oldest first. */
	recent(): readonly {readonly at: number; readonly message: Outgoing}[];
};

export type OutletOptions = {
	readonly socket: Peer;
	readonly wire: Wire;
	readonly clock: Clock;
	encode(text: string): string | Buffer;
	isCombined(): boolean;
};

const mostRecent = 64;

export const createOutlet = ({socket, wire, clock, encode, isCombined}: OutletOptions): Outlet => {
	const filters = new Set<Filter>();
	let unanswered = 0;
	const recent: {at: number; message: Outgoing}[] = [];

	const put = (message: Outgoing | RawFrame) => {
		if (socket.readyState !== socket.OPEN) return;
		socket.send(message.kind === 'raw' ? message.data : encode(message.text));
	};

	const pass = (message: Outgoing | RawFrame, through: readonly Filter[]): void => {
		const [first, ...rest] = through;
		if (!first || message.kind === 'raw' || message.isSpoiled) put(message);
		else for (const next of first(message)) pass(next, rest);
	};

	return {
		send(message) {
			pass(message, [...filters]);
			if (message.kind !== 'data') return;
			recent.push({at: clock.now(), message});
			if (recent.length > mostRecent) recent.shift();
		},
		ping(payload) {
			if (socket.readyState !== socket.OPEN) return;
			unanswered++;
			socket.ping(payload);
		},
		takePong() {
			if (unanswered === 0) return false;
			unanswered--;
			return true;
		},
		close(code, reason) {
			socket.close(code, reason);
		},
		wire,
		socket,
		encode,
		isCombined,
		filter(filter) {
			filters.add(filter);
			return () => {
				filters.delete(filter);
			};
		},
		recent: () => recent,
	};
};
