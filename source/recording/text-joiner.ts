import {StringDecoder} from 'node:string_decoder';

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00;

/** Turns what is written to a stream into text; a character cut in two is held until it is whole. */
export const createTextJoiner = () => {
	const decoder = new StringDecoder('utf8');
	let held = '';
	return (chunk: string | Uint8Array, encoding?: BufferEncoding): string => {
		const isText = typeof chunk === 'string';
		const bytes = isText ? Buffer.from(chunk, encoding) : Buffer.from(chunk);
		const isPlain = isText && (encoding === undefined || /^utf-?8$/.test(encoding));
		const text = held + (isPlain ? chunk : decoder.write(bytes));
		const isCut = text !== '' && isHighSurrogate(text.charCodeAt(text.length - 1));
		held = isCut ? text.slice(-1) : '';
		return isCut ? text.slice(0, -1) : text;
	};
};
