/** Why nothing could be read or written, in a sentence for people. */
export class FileError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'FileError';
	}
}
