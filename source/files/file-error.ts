/** Why nothing could be read or written, in a sentence for people. */
export class FileError extends Error {
	constructor(
		message: string,
		/** The system's name of the failure. */
		readonly code?: string,
	) {
		super(message);
		this.name = 'FileError';
	}
}
