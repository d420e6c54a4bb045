import {altKey, csiKey} from './key-codes.js';
import {createHeld, more, over, overBefore, quietMs, type Sequence} from './sequence.js';

export type CsiReplies = {
	/** The answer to DA1: what terminal it is. */
	onAttributes(): void;
	/** The answer to DECRQM: a private mode, and 1 where it is on, 2 where it is off, else what cannot be changed. */
	onMode(mode: number, setting: number): void;
};

/** Whether a character belongs to the parameters of a sequence that holds these already. */
const isParameter = (character: string, held: string): boolean =>
	/^[ -?]$/.test(character) || (held === '' && character === '[');

/**
 * Keys, the mouse and answers: parameters and a final character. `isWeak`: it followed an Escape that was taken for a
 * key, and may be a bracket that was typed.
 */
export const createCsi = (isWeak: boolean, {onAttributes, onMode}: CsiReplies): Sequence => {
	const held = createHeld();

	const reply = (parameters: string, final: string) => {
		if (final === 'c' && parameters.startsWith('?')) onAttributes();
		const [, mode, setting] = /^\?(\d{1,5});(\d)\$$/.exec(parameters) ?? [];
		if (final === 'y' && mode !== undefined) onMode(Number(mode), Number(setting));
	};

	return {
		take(character) {
			const parameters = held.text();
			// Of rxvt, with Shift.
			const isShifted = character === '$' && /^\d+$/.test(parameters);
			if (!isShifted && isParameter(character, parameters)) {
				held.add(character);
				return more;
			}
			if (!isShifted && !/^[@-~]$/.test(character))
				return overBefore(parameters === '' && isWeak ? '[' : '');
			reply(parameters, character);
			if (parameters === '' && character === 'M') return over('', 'mouse-x10');
			const isPaste = parameters === '200' && character === '~';
			return over(csiKey(parameters, character), isPaste ? 'paste' : null);
		},
		patience(isAsking) {
			if (held.length() === 0) return isAsking ? quietMs.asked : quietMs.key;
			return held.text().startsWith('?') ? quietMs.answer : quietMs.other;
		},
		giveUp() {
			if (held.length() > 0) return '';
			return isWeak ? '[' : altKey('[');
		},
		endsInEscape: () => false,
	};
};
