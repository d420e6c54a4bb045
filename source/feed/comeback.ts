import type {Clock} from '../clock.js';
import type {BookChannel, Exchange} from '../exchanges/exchange.js';
import {faultText, type FeedFault} from '../faults.js';
import {createChannelChoice} from './channel-choice.js';
import type {FeedHealth} from './feed-health.js';
import {heldFault} from './host-holds.js';
import {withNote} from './network-faults.js';
import {createRetry} from './retry.js';
import type {SocketGate} from './socket-gate.js';
import type {StatusTeller} from './status-teller.js';

/** How a connection was lost. */
export type Loss = {
	readonly fault: FeedFault;
	/** Another channel of the exchange may do better. */
	readonly isUnserved: boolean;
	/** This host may do better, at once. */
	readonly elsewhere: string | null;
};

export type ComebackPort = {
	/** Opens a connection and puts it in charge. */
	open(): void;
	/** The next book's ids are not to be compared with those of before. */
	forgetIds(): void;
};

type Options = {
	readonly exchange: Pick<Exchange, 'channels'>;
	readonly clock: Clock;
	readonly random: () => number;
	readonly sockets: Pick<SocketGate, 'hold'>;
	readonly health: Pick<FeedHealth, 'connected' | 'count' | 'log'>;
	readonly setStatus: StatusTeller;
	readonly port: ComebackPort;
};

/** What is known of the connections in charge that were lost, and how and when the next one is made. */
export const createComeback = (options: Options) => {
	const {exchange, clock, random, sockets, health, setStatus, port} = options;
	const channels = createChannelChoice(exchange.channels);
	let lostBy: FeedFault | undefined;
	/** Whether an open connection was lost and none has opened since. */
	let isCutOff = false;
	/** Updates stopped on the last connection, and none was pushed since. */
	let hasStopped = false;

	const retry = createRetry({
		...{clock, random, sockets},
		open() {
			if (lostBy) setStatus('reconnecting', lostBy);
			port.open();
		},
		onHeld(hold) {
			setStatus(lostBy ? 'reconnecting' : 'connecting', heldFault(hold), hold.until);
		},
	});

	return {
		now: retry.now,
		force: retry.force,
		stop: retry.cancel,
		channel: (): BookChannel => channels.get(),
		hasStopped: () => hasStopped,
		lostBy: () => lostBy,
		/** A change was pushed. */
		fed() {
			channels.synced();
			hasStopped = false;
		},
		/** The book has been in sync for a while. */
		calm() {
			retry.calm();
			channels.calm();
		},
		/** The one in charge is open since then, if it is; the first after one that was lost is a reconnect. */
		connected(openedAt: number | null) {
			health.connected(openedAt);
			if (openedAt === null || !isCutOff) return;
			isCutOff = false;
			health.count('reconnects');
		},
		/** The one in charge is gone. Returns what is said of it. */
		lost({fault: reason, isUnserved, elsewhere}: Loss, wasOpen: boolean): FeedFault {
			lostBy = elsewhere === null ? reason : withNote(reason, `; trying ${elsewhere}`);
			hasStopped ||= reason.code === 'stopped';
			if (elsewhere !== null) health.log(`websockets: ${faultText(lostBy)}`);
			isCutOff ||= wasOpen && !isUnserved;
			health.connected(null);
			return lostBy;
		},
		/** No other follows it: the next is tried when it is time. */
		again({fault, isUnserved, elsewhere}: Loss, said: FeedFault) {
			const {code} = fault;
			// Another channel counts by itself, and these say that the ids cannot be trusted.
			if (channels.lost(fault, isUnserved) || code === 'gap' || code === 'different')
				port.forgetIds();
			const isNextChannel = isUnserved && !channels.isFirst();
			const at = retry.again(isNextChannel || elsewhere !== null);
			setStatus(isUnserved && !isNextChannel ? 'failed' : 'reconnecting', said, at);
		},
	};
};

export type Comeback = ReturnType<typeof createComeback>;
