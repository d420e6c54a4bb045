import {keepChange, type BookChange} from '../book/order-book.js';
import type {Clock} from '../clock.js';
import type {Link} from './link.js';
import {createRetry} from './retry.js';
import type {SocketGate} from './socket-gate.js';

export type SuccessionPort = {
	/** Opens a connection beside the one in charge. */
	open(): Link;
	/** Whether there is one in charge, which another may follow. */
	isLed(): boolean;
};

type Options = {
	readonly clock: Clock;
	readonly random: () => number;
	readonly sockets: Pick<SocketGate, 'hold'>;
	readonly port: SuccessionPort;
};

/** The connection that is to follow, with what it made of the book. */
export type Successor = {
	readonly link: Link;
	pending: BookChange[];
	/** Whether anything was pushed on it. */
	hasPushed: boolean;
	/** Whether the exchange said that it will end this one too. */
	endsSoon: boolean;
};

/** Changes a renewed connection may be ahead by before it takes over; far more than ever needed. */
const maxPending = 5000;

/** The connection that is to follow the one in charge: when it is tried, and how far it has come. */
export const createSuccession = ({clock, random, sockets, port}: Options) => {
	let next: Successor | null = null;

	const retry = createRetry({
		...{clock, random, sockets},
		open() {
			if (port.isLed() && !next)
				next = {link: port.open(), pending: [], hasPushed: false, endsSoon: false};
		},
	});

	/** Gives it up; another is tried later. */
	const drop = () => {
		if (!next) return;
		next.link.connection?.end();
		next = null;
		retry.again();
	};

	return {
		/** Null where there is none. */
		get: (): Link | null => next?.link ?? null,
		/** Opens it as soon as that may be, unless there is one. */
		begin() {
			if (port.isLed() && !next) retry.soon();
		},
		drop,
		/** What it made of the book. Returns the newest change, once anything was pushed. */
		keep(changes: readonly BookChange[], isPushed: boolean): BookChange | null {
			if (!next) return null;
			next.hasPushed ||= isPushed;
			if (changes[0]?.type === 'snapshot') next.pending = [];
			next.pending.push(...changes.map(keepChange));
			if (next.pending.length > maxPending) {
				drop();
				return null;
			}
			// One on which nothing was pushed yet may have been taken and not be carried out.
			return next.hasPushed ? (next.pending.at(-1) ?? null) : null;
		},
		/** Its book is of no use any more. */
		forget() {
			if (next) next.pending = [];
		},
		/** The exchange will end it, too. */
		ending() {
			if (next) next.endsSoon = true;
		},
		/** It is not the next one any more, but follows now. */
		take(): Successor | null {
			const taken = next;
			next = null;
			if (taken) retry.calm();
			return taken;
		},
		/** None is tried any more; one that is there goes on. */
		cancel: retry.cancel,
	};
};
