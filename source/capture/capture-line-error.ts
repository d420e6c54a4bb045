/** A line that is not one of a capture; the message says which and why. */
export class CaptureLineError extends Error {
	readonly line: number;

	constructor(line: number, what: string) {
		// A file may hold 200,000 such: to find where in the program each is thrown takes longer than to read it.
		const {stackTraceLimit} = Error;
		Error.stackTraceLimit = 0;
		super(`line ${line}: ${what}`);
		Error.stackTraceLimit = stackTraceLimit;
		this.name = 'CaptureLineError';
		this.line = line;
	}
}
