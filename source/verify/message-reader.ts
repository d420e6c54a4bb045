import type {Topic, Wire} from '../playback/wire.js';

/** Reads each message once, however many books it may be about. */
export const createMessageReader = ({textOf, topicOf}: Pick<Wire, 'textOf' | 'topicOf'>) => {
	const read = (message: string | Buffer): {data: string | Buffer; topic: Topic | null} => {
		try {
			const data = textOf(message);
			return {data, topic: topicOf(data)};
		} catch {
			// Bytes that are no text may have been about any book.
			return {data: message, topic: null};
		}
	};
	let known: string | Buffer | null = null;
	let found = read('');
	return (message: string | Buffer) => {
		if (message !== known) found = read(message);
		known = message;
		return found;
	};
};
