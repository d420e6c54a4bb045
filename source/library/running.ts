/** Something that feeds the news until it is over or stopped. */
export type Running = {
	/** Somebody listens: what was waiting for that begins. Any number of times. */
	begin(): void;
	/** Fulfilled once there is nothing more to come, rejected with why nothing can. */
	readonly finished: Promise<void>;
	/** Closes what was opened. Nothing is told any more from when it is called. */
	stop(): Promise<void>;
};
