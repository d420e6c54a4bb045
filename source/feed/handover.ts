import type {BookChange} from '../book/order-book.js';
import type {Clock} from '../clock.js';
import type {Link} from './link.js';
import type {SocketGate} from './socket-gate.js';
import {createSuccession} from './succession.js';

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

/** Which connection is in charge of the book, and when another follows it. */
export const createHandover = ({port, ...options}: Options) => {
	let leader: Link | null = null;
	const next = createSuccession({
		...options,
		port: {open: port.open, isLed: () => leader !== null},
	});

	const promote = () => {
		const successor = next.take();
		if (!successor) return;
		leader = successor.link;
		port.promoted(successor.link, successor.pending, successor.hasPushed);
		if (successor.endsSoon) next.begin();
	};

	return {
		leader: () => leader,
		leads: (link: Link) => link === leader,
		/** All connections there are. */
		links: (): readonly Link[] => [leader, next.get()].filter(link => link !== null),
		/** Puts a new connection in charge. */
		lead(link: Link) {
			leader = link;
		},
		/** Opens the connection that is to follow the one in charge, without touching that one. */
		begin: next.begin,
		/** Gives up the one that is to follow; another is tried later. */
		dropNext: next.drop,
		/** What the next one made of the book: it takes over once it is at least as far as the one in charge. */
		keep(changes: readonly BookChange[], isPushed: boolean) {
			const last = next.keep(changes, isPushed);
			const link = next.get();
			if (!last || !link || !port.isReachedBy(last, link)) return;
			leader?.connection?.end();
			port.renewed();
			promote();
		},
		/** The next one's book is of no use any more. */
		forget: next.forget,
		/** The exchange will end this connection. */
		ending(link: Link) {
			if (link === leader) next.begin();
			else next.ending();
		},
		/** The one in charge is gone. Returns the one that is on its way to follow it. */
		leaderLost(): Link | null {
			next.cancel();
			if (!next.get()) leader = null;
			return next.get();
		},
		/** That one follows, as far as it is. */
		promoteNext: promote,
		stop() {
			next.cancel();
			leader?.connection?.end();
			next.take()?.link.connection?.end();
			leader = null;
		},
	};
};

export type Handover = ReturnType<typeof createHandover>;
