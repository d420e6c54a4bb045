import {limitMarks} from '../faults.js';
import {widthOf} from './cells.js';

/** Escape sequences whole, so that their letters do not stay behind: CSI, OSC and the other strings, two-character ones. */
const sequences =
	/(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C|$)|\u001B[ -/]*[0-~]/g;

/** Controls, line and paragraph separators, characters that reverse the text around them, and lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** Whether a text is of plain words alone, with nothing to be cleaned. */
const isClean = (text: string): boolean => {
	let before = 0x20;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code < 0x20 || code > 0x7e || (code === 0x20 && before === 0x20)) return false;
		before = code;
	}
	return before !== 0x20 || text === '';
};

/** Text from an exchange or the system, made safe for the terminal: one line, nothing a terminal obeys. */
export const cleanText = (text: string, maxLength = 300): string =>
	text.length <= maxLength && isClean(text)
		? text
		: limitMarks(
				text
					.slice(0, 4 * maxLength)
					.replace(sequences, ' ')
					.replace(unseen, ' '),
			)
				.replace(/\s+/g, ' ')
				.trim()
				.slice(0, maxLength);

/** Where a word that is longer than a line breaks: behind the last sign in it that parts names, if there is one. */
const breakAt = (word: string, width: number): number => {
	const sign = /.*[-/_,](?=.)/su.exec(word.slice(0, width))?.[0].length ?? 0;
	return sign > width / 2 ? sign : width;
};

/** Characters that are wrapped: no screen has room for more, and a long word is measured again for each line. */
const maxWrapped = 1000;

/** Breaks a plain text into lines of at most `cells`, and of one at the least, between words where it can, then at the signs in them. */
export const wrapWords = (text: string, cells: number): readonly string[] => {
	const width = Math.max(1, cells);
	const lines: string[] = [];
	let line = '';
	for (const word of text.slice(0, maxWrapped).split(' ')) {
		if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
			lines.push(line);
			line = '';
		}
		line = line === '' ? word : `${line} ${word}`;
		while (widthOf(line) > width && line.length > 1) {
			const end = breakAt(line, width);
			lines.push(line.slice(0, end));
			line = line.slice(end);
		}
	}
	return line === '' ? lines : [...lines, line];
};
