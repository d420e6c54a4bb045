import {keepChange, type BookChange} from '../book/order-book.js';
import type {Clock} from '../clock.js';
import type {Link} from './link.js';
import {createRetry} from './retry.js';
import type {SocketGate} from './socket-gate.js';

export type HandoverPort = {
	/** Opens a connection beside the one in charge. */
	open(): Link;
	/** Whether a change that the other made of the book is as far as the one in charge. */
	isReachedBy(change: BookChange, link: Link): boolean;
	/** The other is as far, and takes over from the one in charge, which is ended. */
	renewed(): void;
	/** This one is in charge now; what it made of the book meanwhile is to be applied. */
	promoted(link: Link, pending: readonly BookChange[], isPushed: boolean): void;
};

type Options = {
	readonly clock: Clock;
	readonly random: () => number;
	readonly sockets: Pick<SocketGate, 'hold'>;
	readonly port: HandoverPort;
};

/** The connection that is to follow, with what it made of the book. */
type Successor = {
	readonly link: Link;
	pending: BookChange[];
	/** Whether anything was pushed on it. */
	hasPushed: boolean;
	/** Whether the exchange said that it will end this one too. */
	endsSoon: boolean;
};

/** Changes a renewed connection may be ahead by before it takes over; far more than ever needed. */
const maxPending = 5000;

/** Which connection is in charge of the book, and the one that is to follow it. */
export const createHandover = ({clock, random, sockets, port}: Options) => {
	let leader: Link | null = null;
	let next: Successor | null = null;

	const retry = createRetry({
		...{clock, random, sockets},
		open() {
			if (leader && !next)
				next = {link: port.open(), pending: [], hasPushed: false, endsSoon: false};
		},
	});

	/** Opens the connection that is to follow the one in charge, without touching that one. */
	const begin = () => {
		if (leader && !next) retry.soon();
	};

	const promote = ({link, pending, hasPushed, endsSoon}: Successor) => {
		leader = link;
		next = null;
		retry.calm();
		port.promoted(link, pending, hasPushed);
		if (endsSoon) begin();
	};

	/** Gives up the one that is to follow; another is tried later. */
	const dropNext = () => {
		if (!next) return;
		next.link.connection?.end();
		next = null;
		retry.again();
	};

	return {
		leader: () => leader,
		leads: (link: Link) => link === leader,
		/** All connections there are. */
		links: (): readonly Link[] =>
			[leader, next?.link].filter(link => link !== null && link !== undefined),
		/** Puts a new connection in charge. */
		lead(link: Link) {
			leader = link;
		},
		begin,
		dropNext,
		/** What the next one made of the book: it takes over once it is at least as far as the one in charge. */
		keep(changes: readonly BookChange[], isPushed: boolean) {
			if (!next) return;
			next.hasPushed ||= isPushed;
			if (changes[0]?.type === 'snapshot') next.pending = [];
			next.pending.push(...changes.map(keepChange));
			if (next.pending.length > maxPending) {
				dropNext();
				return;
			}
			const last = next.pending.at(-1);
			// One on which nothing was pushed yet may have been taken and not be carried out.
			if (!next.hasPushed || !last || !port.isReachedBy(last, next.link)) return;
			leader?.connection?.end();
			port.renewed();
			promote(next);
		},
		/** The next one's book is of no use any more. */
		forget() {
			if (next) next.pending = [];
		},
		/** The exchange will end this connection. */
		ending(link: Link) {
			if (link === leader) begin();
			else if (next) next.endsSoon = true;
		},
		/** The one in charge is gone. Returns the one that is on its way to follow it. */
		leaderLost(): Link | null {
			retry.cancel();
			if (!next) leader = null;
			return next?.link ?? null;
		},
		/** That one follows, as far as it is. */
		promoteNext() {
			if (next) promote(next);
		},
		stop() {
			retry.cancel();
			leader?.connection?.end();
			next?.link.connection?.end();
			leader = null;
			next = null;
		},
	};
};

export type Handover = ReturnType<typeof createHandover>;
