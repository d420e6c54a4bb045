/**
 * - `bad-option`: how it was called;
 * - `not-listed`: no exchange lists a market, or its name may be several;
 * - `capture`: a file that is no capture, or cannot be read or written.
 */
export type FeedErrorCode = 'bad-option' | 'not-listed' | 'capture';

/** What ends a feed or refuses to begin; the message says what is wrong and where. */
export class FeedError extends Error {
	readonly code: FeedErrorCode;

	constructor(code: FeedErrorCode, message: string, options?: {readonly cause: unknown}) {
		super(message, options);
		this.name = 'FeedError';
		this.code = code;
	}
}
