import {colorStart, wholeColor} from './background.js';
import {altKey} from './key-codes.js';
import {
	createHeld,
	more,
	over,
	overBefore,
	quietMs,
	type Introducer,
	type Sequence,
} from './sequence.js';

const escape = '\u001B';
const bell = '\u0007';
const stringTerminator = '\u009C';

/** Characters after which a string that does not end is over. */
const maxLength = 65_536;

export type StringOptions = {
	readonly introducer: Introducer;
	/** It followed an Escape that was taken for a key, and may be a bracket that was typed. */
	readonly isWeak: boolean;
	/** Gets an OSC string, as `11;rgb:ffff/ffff/ffff`, of which the beginning is kept. */
	readonly onString: (text: string) => void;
};

/** Text in a sequence of its own: answers of the terminal, and what nobody asked for. No key is in it. */
export const createString = ({introducer, isWeak, onString}: StringOptions): Sequence => {
	const held = createHeld();
	const isOsc = introducer === ']';
	/** An Escape has come, which may begin its end. */
	let isEnding = false;

	const end = () => {
		if (isOsc) onString(held.text());
	};
	/** An answer without its end. */
	const isWholeBefore = (character: string) =>
		isOsc && wholeColor.test(held.text()) && !colorStart.test(held.text() + character);

	return {
		take(character) {
			if (isEnding) {
				end();
				return character === '\\' ? over() : overBefore('', 'escape');
			}
			if (character === escape) {
				isEnding = true;
				return more;
			}
			if (character === bell || character === stringTerminator) {
				end();
				return over();
			}
			// Ctrl-C and Ctrl-Z are heard in any case.
			if (/^[\u0003\u0018\u001A]$/.test(character)) {
				end();
				return overBefore();
			}
			if (held.length() === 0 && isWeak && !/^\d$/.test(character)) return overBefore(']');
			if (isWholeBefore(character)) {
				end();
				return overBefore();
			}
			held.add(character);
			if (held.length() <= maxLength) return more;
			end();
			return over();
		},
		patience(isAsking) {
			if (isEnding) return isAsking ? quietMs.asked : quietMs.other;
			if (held.length() === 0) return isOsc && isAsking ? quietMs.asked : quietMs.key;
			return isOsc && colorStart.test(held.text()) ? quietMs.answer : quietMs.other;
		},
		giveUp() {
			end();
			if (isEnding || held.length() > 0) return '';
			return isWeak ? introducer : altKey(introducer);
		},
		endsInEscape: () => isEnding,
	};
};
