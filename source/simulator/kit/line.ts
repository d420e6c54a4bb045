import type {FaultSite} from '../fault-site.js';
import {createOutlet, type Outgoing, type Outlet} from '../outlet.js';
import type {Peer} from '../peer.js';
import type {Wire} from '../wire.js';
import type {Stream} from './streams.js';
import {createTimers, type Timers} from './timers.js';

/** One connection as its protocol sees it. Its timers end with it. */
export type Line = Timers & {
	/** An answer or a greeting: text as it is, anything else as JSON. */
	reply(message: unknown): void;
	close(code: number, reason: string): void;
	/** What the client has subscribed to; each is left when the connection ends. */
	readonly subscriptions: Subscriptions;
	/** Follows a stream: what it begins with goes at once. */
	subscribe(name: string, stream: Stream): void;
	/** Milliseconds since something was sent, pings aside. */
	quietMs(): number;
	/** Milliseconds since either side said anything. */
	idleMs(): number;
	/** Why the subscription that just came is refused; null where it is not. */
	takeRefusal(): string | null;
	/** For what happens below messages. */
	readonly outlet: Outlet;
};

export type Subscriptions = {
	has(name: string): boolean;
	/** In the order in which they came. */
	names(): readonly string[];
	/** False where there is none. */
	stop(name: string): boolean;
};

export type LineOptions = {
	readonly socket: Peer;
	readonly wire: Wire;
	readonly site: FaultSite;
	/** @default as text */
	encode?(text: string): string | Buffer;
	/** Puts the count of messages into one; those that it leaves alone do not count. @default all */
	stamp?(text: string, count: number): string;
};

type Follow = Pick<Line, 'subscribe' | 'subscriptions'> & {end(): void};

/** The streams that one connection follows. */
const createFollowing = (send: (message: Outgoing) => void): Follow => {
	const leaves = new Map<string, () => void>();
	const stop = (name: string) => {
		leaves.get(name)?.();
		return leaves.delete(name);
	};
	return {
		subscriptions: {has: name => leaves.has(name), names: () => [...leaves.keys()], stop},
		subscribe(name, {channel, first, follow, isWhole = false}) {
			stop(name);
			const whole = isWhole && {whole: () => first() ?? ''};
			const leave = follow(text => {
				send({kind: 'data', channel, text, ...whole});
			});
			leaves.set(name, leave);
			const text = first();
			if (text !== null) send({kind: 'reply', text});
		},
		end() {
			for (const name of leaves.keys()) stop(name);
		},
	};
};

/** Opens a connection and hands its messages to what `take` makes of it. */
export const openLine = (
	{socket, wire, site, encode = text => text, stamp = text => text}: LineOptions,
	take: (line: Line) => (text: string) => void,
): void => {
	const {clock} = site;
	const outlet = createOutlet({socket, wire, clock, encode, isCombined: () => false});
	const leaveSite = site.join(outlet);
	const timers = createTimers(clock);
	let saidAt = clock.now();
	let heardAt = clock.now();
	let count = 0;

	const send = ({text, whole, ...rest}: Outgoing) => {
		const number = count;
		const stamped = stamp(text, number);
		if (stamped !== text) count++;
		saidAt = clock.now();
		const both = whole && {whole: () => stamp(whole(), number)};
		outlet.send({...rest, text: stamped, ...both});
	};
	const {end, ...following} = createFollowing(send);
	const onText = take({
		...timers,
		...following,
		reply(message) {
			const text = typeof message === 'string' ? message : JSON.stringify(message);
			send({kind: 'reply', text});
		},
		close: outlet.close,
		quietMs: () => clock.now() - saidAt,
		idleMs: () => clock.now() - Math.max(saidAt, heardAt),
		takeRefusal: site.takeSub,
		outlet,
	});

	socket.on('ping', () => {
		heardAt = clock.now();
	});
	socket.on('message', data => {
		heardAt = clock.now();
		if (socket.readyState === socket.OPEN) onText((data as Buffer).toString());
	});
	socket.on('close', () => {
		leaveSite();
		timers.end();
		end();
	});
};
