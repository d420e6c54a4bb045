/** Keys as the filter writes them for Ink, which takes each of these for one key and never for the start of another. */
export const escapeKey = '\u001B[27u';

/** A character with Alt held, or right after Escape: a terminal sends the same for both. */
export const altKey = (character: string): string => `\u001B[${character.codePointAt(0) ?? 0};3u`;

/** A character that can be seen, or a space. */
export const isPrintable = (character: string): boolean =>
	/^\P{C}$/u.test(character) && character !== '\uFFFD';

const tildeKeys: Readonly<Record<string, string>> = {
	1: '\u001B[H',
	// As Ink has it: Delete erases what is before.
	3: '\u007F',
	4: '\u001B[F',
	5: '\u001B[5~',
	6: '\u001B[6~',
	7: '\u001B[H',
	8: '\u001B[F',
};

const controls: Readonly<Record<number, string>> = {
	8: '\u007F',
	9: '\t',
	13: '\r',
	27: escapeKey,
	127: '\u007F',
};

const shift = 1;
const ctrl = 4;
/** Modifiers that a key means the same with: Shift, Ctrl, the locks. */
const harmless = shift + ctrl + 64 + 128;

/** Keys told by their character's number, as terminals do that were set to. */
const codeKey = (code: number, modifiers: number): string => {
	const bits = Math.max(0, modifiers - 1);
	if ((bits & ~harmless) !== 0 || code > 0x10_ffff) return '';
	if (code === 9 && bits & shift) return '\u001B[Z';
	const character = String.fromCodePoint(code);
	if (bits & ctrl) return /^[a-z]$/i.test(character) ? String.fromCodePoint(code & 31) : '';
	const control = controls[code];
	if (control !== undefined) return control;
	if (!isPrintable(character)) return '';
	return bits & shift ? character.toUpperCase() : character;
};

/** The key of a CSI sequence, modifiers left out; nothing where it is none that can mean anything. */
export const csiKey = (parameters: string, final: string): string => {
	if (/^[Mm]$/.test(final))
		return /^<\d{1,5};\d{1,5};\d{1,5}$/.test(parameters) ? `\u001B[${parameters}${final}` : '';
	if (/^[ABCDFHZ]$/.test(final))
		return /^(?:1;)?\d{0,3}$/.test(parameters) ? `\u001B[${final}` : '';
	// Of rxvt, with Shift.
	if (/^[abcd]$/.test(final)) return parameters === '' ? `\u001B[${final.toUpperCase()}` : '';
	if (/^[~^$@]$/.test(final)) {
		const [, coded, code] = /^27;(\d{1,3});(\d{1,7})$/.exec(parameters) ?? [];
		if (code !== undefined && final === '~') return codeKey(Number(code), Number(coded));
		// PuTTY doubles the bracket.
		const [, number = ''] = /^\[?(\d{1,2})(?:;\d{1,3})?$/.exec(parameters) ?? [];
		return tildeKeys[number] ?? '';
	}
	// Releases, told with `:3`, are no keys.
	const [, code, modifiers = '1'] =
		/^(\d{1,7})(?::\d*){0,2}(?:;(\d{1,3})(?::[12])?)?$/.exec(parameters) ?? [];
	return final === 'u' && code !== undefined ? codeKey(Number(code), Number(modifiers)) : '';
};

const keypad: Readonly<Record<string, string>> = {
	' ': ' ',
	I: '\t',
	M: '\r',
	X: '=',
	j: '*',
	k: '+',
	l: ',',
	m: '-',
	n: '.',
	o: '/',
};

/** The key of an SS3 sequence: arrows, and the keypad in application mode. */
export const ss3Key = (final: string): string => {
	if (/^[ABCDFH]$/.test(final)) return `\u001B[${final}`;
	if (/^[abcd]$/.test(final)) return `\u001B[${final.toUpperCase()}`;
	if (/^[p-y]$/.test(final)) return String(final.charCodeAt(0) - 'p'.charCodeAt(0));
	return keypad[final] ?? '';
};

/** The sequence that a C1 control stands for; nothing for those that begin or end none. */
export const fromC1 = (character: string): string => {
	const letter = String.fromCharCode((character.codePointAt(0) ?? 0) - 0x40);
	return /^[OPX[\\\]^_]$/.test(letter) ? letter : '';
};
