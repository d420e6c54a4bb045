import {cleanText} from './clean-text.js';

// Bracketed paste (2004): the terminal tells where pasted text begins and ends.
export const pasteOn = '\u001B[?2004h';
export const pasteOff = '\u001B[?2004l';

/**
 * Pasted text as one sequence that Ink hands over whole and that no terminal sends: its characters by their
 * numbers. On one line and without controls; nothing where nothing is left of it.
 */
export const encodePaste = (text: string): string => {
	const codes = Array.from(cleanText(text), character => character.codePointAt(0) ?? 0);
	return codes.length === 0 ? '' : `\u001B[>${codes.join(';')}p`;
};

/** The pasted text, null where the input is none. The escape character is missing where Ink has taken it away. */
export const decodePaste = (input: string): string | null => {
	const [, codes] = /^\u001B?\[>([\d;]+)p$/.exec(input) ?? [];
	return codes === undefined ? null : String.fromCodePoint(...codes.split(';').map(Number));
};

/** Characters kept of a paste. */
const maxKept = 2048;
const ending = /(?:\u001B\[|\u009B)201~$/;
const endingLength = 6;
/** Quiet after which its end was lost: the rest of a large one may be slow to come; where somebody types by now. */
const quietMs = {paste: 2000, typed: 200};
/** Pastes come in large pieces, keys one by one: so many small reads in a row are somebody typing. */
const typedReads = 6;
/** Characters that a key may have. */
const keyLength = 8;

/** Collects what is pasted, and knows its end. */
export const createPasteReader = () => {
	let kept = '';
	let last = '';
	let smallReads = 0;
	return {
		begin() {
			kept = '';
			last = '';
			smallReads = 0;
		},
		/** Before what was read is taken: its length. */
		note(length: number) {
			smallReads = length <= keyLength ? smallReads + 1 : 0;
		},
		/** The text where this ends it, else null. However long it is, nothing else does. */
		take(character: string): string | null {
			if (kept.length < maxKept) kept += character;
			last = (last + character).slice(-endingLength);
			return ending.test(last) ? kept.replace(ending, '') : null;
		},
		/** Milliseconds of quiet after which it is taken for over. */
		patience: () => (smallReads >= typedReads ? quietMs.typed : quietMs.paste),
	};
};
