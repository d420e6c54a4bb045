import type {FeedFault} from '../faults.js';

/** Told instead of an answer while no request may go out. */
export class HeldBackError extends Error {
	/** By our clock, from when on one may. */
	readonly until: number;
	readonly fault: FeedFault;

	constructor(until: number, fault: FeedFault) {
		super(fault.detail);
		this.name = 'HeldBackError';
		this.until = until;
		this.fault = fault;
	}
}
