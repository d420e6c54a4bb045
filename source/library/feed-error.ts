/**
 * - `bad-option`: how it was called;
 * - `not-listed`: no exchange lists a market, or no relay has it, or its name may be several;
 * - `unreachable`: the server of relays is not there, or does not let us in;
 * - `capture`: a file that is no capture, or cannot be read or written.
 */
export type FeedErrorCode = 'bad-option' | 'not-listed' | 'unreachable' | 'capture';

/** What ends a feed or refuses to begin; the message says what is wrong and where. */
export class FeedError extends Error {
	readonly code: FeedErrorCode;

	constructor(code: FeedErrorCode, message: string, options?: {readonly cause: unknown}) {
		super(message, options);
		this.name = 'FeedError';
		this.code = code;
	}
}
