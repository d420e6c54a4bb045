import type {Exchange} from '../exchanges/exchange.js';

type Known = readonly Exchange[];

/** Text in a binary frame. */
const isPlain = (message: Buffer): boolean => message[0] === 0x5b || message[0] === 0x7b;

/** Empty where it cannot be unpacked: the client will say what is wrong with it. */
const unpack = (message: Buffer, known: Known): string | Buffer => {
	if (isPlain(message)) return message;
	for (const {sharing} of known) {
		try {
			const {data} = sharing.unpack({data: message});
			if (data !== message) return data;
		} catch {
			// It is none of this exchange's.
		}
	}
	return '';
};

/** Reads the text of a message, each once: it is asked for by all that look at one. */
export const createTextReader = (known: Known) => {
	let last: Buffer | null = null;
	let text = '';
	return (message: string | Buffer): string => {
		if (typeof message === 'string') return message;
		if (message !== last) text = unpack(message, known).toString();
		last = message;
		return text;
	};
};

/** Makes what tells whether letters stand in a message, without making a text of it. */
export const createSearch =
	(known: Known) =>
	(message: string | Buffer, letters: string): boolean =>
		(typeof message === 'string' ? message : unpack(message, known)).includes(letters);
