import {createPasteReader, encodePaste} from '../screen/paste.js';
import {altKey, escapeKey, isPrintable, ss3Key} from './key-codes.js';
import {
	createHeld,
	isIntroducer,
	more,
	over,
	overBefore,
	quietMs,
	type Sequence,
} from './sequence.js';

export const escape = '\u001B';

/** An Escape, and what it introduces. */
export const createEscape = (): Sequence => ({
	take(character) {
		// Escape twice, or right before a key that is no letter.
		if (character === escape) return over(escapeKey, 'escape');
		if (isIntroducer(character)) return over('', character);
		if (character === '\\') return over();
		return isPrintable(character) ? over(altKey(character)) : overBefore(escapeKey);
	},
	patience: () => quietMs.key,
	giveUp: () => escapeKey,
	endsInEscape: () => true,
});

/** Arrows, and the keypad in application mode. */
export const createSs3 = (): Sequence => {
	const held = createHeld();
	return {
		take(character) {
			if (/^[\d;]$/.test(character)) {
				held.add(character);
				return more;
			}
			return /^[ -~]$/.test(character) ? over(ss3Key(character)) : overBefore();
		},
		patience: () => (held.length() === 0 ? quietMs.key : quietMs.other),
		giveUp: () => (held.length() === 0 ? altKey('O') : ''),
		endsInEscape: () => false,
	};
};

/** The mouse as X10 tells it: three characters, of any kind. */
export const createMouseX10 = (): Sequence => {
	let length = 0;
	return {
		take(character) {
			if (/^[\u0000-\u001F]$/.test(character)) return overBefore();
			length++;
			return length === 3 ? over() : more;
		},
		patience: () => quietMs.other,
		giveUp: () => '',
		endsInEscape: () => false,
	};
};

/** Pasted text, up to its end, handed over as one. */
export const createPaste = (): Sequence => {
	const paste = createPasteReader();
	return {
		take(character) {
			const text = paste.take(character);
			return text === null ? more : over(encodePaste(text));
		},
		note: paste.note,
		patience: paste.patience,
		giveUp: () => '',
		endsInEscape: () => false,
	};
};
