/** What a terminal sends for the keys that are not characters. */
export const keySequences: Readonly<Record<string, string>> = {
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	home: '\u001B[H',
	enter: '\r',
	tab: '\t',
	'shift+tab': '\u001B[Z',
	escape: '\u001B',
	'ctrl+c': '\u0003',
	'ctrl+z': '\u001A',
	pageup: '\u001B[5~',
	pagedown: '\u001B[6~',
	space: ' ',
};
