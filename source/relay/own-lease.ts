import type {Clock} from '../clock.js';
import {BusError, type Bus, type BusMessage} from '../transport/bus.js';
import {readLease, type Lease} from './leases.js';
import {encode, PayloadError} from './reading.js';
import {leaseMs, leaseOf} from './subjects.js';

/** Times that one renewal is sent before the next one is due. */
const mostTries = 3;

export type OwnLeaseOptions = {
	readonly bus: Pick<Bus, 'append' | 'newest' | 'remove'>;
	readonly name: string;
	/** What no other start of a relay has. */
	readonly run: string;
	readonly clock: Pick<Clock, 'now'>;
	readonly lease: () => Lease;
	/** It cannot be renewed, in words. */
	readonly onTrouble: (words: string) => void;
	/** Another relay of this name is there: told once, and nothing is renewed any more. */
	readonly onTaken: () => void;
};

const runOf = ({bytes}: BusMessage): string | null => {
	try {
		return readLease(bytes).run;
	} catch (error) {
		if (error instanceof PayloadError) return null;
		throw error;
	}
};

/** Tells whether who has our name goes on renewing its lease: one that was killed does not. */
const createRivalWatch = () => {
	let last: number | null = null;
	return (sequence: number): boolean => {
		const isAlive = last !== null && sequence !== last;
		last = sequence;
		return isAlive;
	};
};

/** Stores a lease of ours each time, after the one before: with whether it is there then. */
const createRenewal = ({bus, name, run, clock, lease}: OwnLeaseOptions, onTaken: () => void) => {
	const subject = leaseOf(name);
	const isRivalAlive = createRivalWatch();
	/** Of our newest renewal, 0 where there is no lease of our name. */
	let position = 0;

	/** Looks why it was refused. Returns whether it is worth another try now. */
	const isOurs = async (): Promise<boolean> => {
		const newest = await bus.newest(subject);
		if (newest?.sequence == null || runOf(newest) === run) {
			position = newest?.sequence ?? 0;
			return true;
		}
		if (isRivalAlive(newest.sequence)) onTaken();
		return false;
	};

	/** Resolves with when the one that was stored was sent; null where none was. */
	return async (isOver: () => boolean): Promise<number | null> => {
		for (let tries = 0; tries < mostTries && !isOver(); tries++) {
			const sentAt = clock.now();
			const appended = await bus.append(subject, encode(lease()), position);
			if (appended.type === 'stored') {
				position = appended.sequence;
				return sentAt;
			}
			if (!(await isOurs())) return null;
		}
		return null;
	};
};

/**
 * Our own lease: others believe that we are there for as long as it lasts, and so do we. Each renewal names the one
 * before it, so that of two relays of one name only one is ever there.
 */
export const createOwnLease = (options: OwnLeaseOptions) => {
	const {bus, name, clock, onTrouble, onTaken} = options;
	let renewedAt = -Infinity;
	let isEnded = false;

	/** Counted from when it was sent: the others' count begins later. */
	const isEntitled = (): boolean => clock.now() - renewedAt < leaseMs;

	const renewOnce = createRenewal(options, () => {
		if (isEnded) return;
		isEnded = true;
		onTaken();
	});

	return {
		isEntitled,
		async renew(): Promise<void> {
			try {
				const sentAt = await renewOnce(() => isEnded);
				renewedAt = Math.max(renewedAt, sentAt ?? -Infinity);
			} catch (error) {
				if (!(error instanceof BusError)) throw error;
				// That there is no connection is told by who looks after it.
				if (error.code !== 'not-connected') onTrouble(`the lease is not renewed: ${error.message}`);
			}
		},
		/** The others take over at once. */
		async end(): Promise<void> {
			const isHeld = isEntitled() && !isEnded;
			isEnded = true;
			// One that may be another's by now ends by itself.
			if (!isHeld) return;
			try {
				await bus.remove(leaseOf(name));
			} catch (error) {
				if (!(error instanceof BusError)) throw error;
			}
		},
	};
};
