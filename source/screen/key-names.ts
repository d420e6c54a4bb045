/** The keys with a name, and how people read them; every other key is its character. */
const named: Readonly<Record<string, string>> = {
	tab: 'Tab',
	'shift+tab': '⇧Tab',
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	home: 'Home',
	end: 'End',
	return: 'Enter',
	escape: 'Esc',
	space: 'space',
	backspace: '⌫',
};

const aliases: ReadonlyMap<string, string> = new Map([
	['enter', 'return'],
	['esc', 'escape'],
	['pgup', 'pageup'],
	['pgdn', 'pagedown'],
	[' ', 'space'],
]);

const keyNames: readonly string[] = Object.keys(named);

/** What a key may be called in the config file. */
export const allowedKeys = `a single character, ctrl+letter, or one of ${keyNames.join(', ')}`;

/** Terminals send the same for these as for the named key. */
const alike: ReadonlyMap<string, string> = new Map([
	['ctrl+h', 'Backspace'],
	['ctrl+i', 'Tab'],
	['ctrl+j', 'Enter'],
	['ctrl+m', 'Enter'],
	['ctrl+[', 'Esc'],
]);

/** Why this is no key of its own although it looks like one; null where that is not so. */
export const whyNoKey = (text: string): string | null => {
	const other = alike.get(text.toLowerCase());
	return other === undefined ? null : `a terminal cannot tell it from ${other}`;
};

/** A key as the key table writes it; null where it is none. `Esc`, `PgUp` and `Ctrl+C` are understood. */
export const parseKeyName = (text: string): string | null => {
	const lower = text.toLowerCase();
	const name = aliases.get(lower) ?? lower;
	if (Object.hasOwn(named, name)) return name;
	if (alike.has(lower)) return null;
	if (/^ctrl\+[a-z]$/.test(lower)) return lower;
	return /^[^\p{C}\p{Z}\p{M}]$/u.test(text) ? text : null;
};

/** A key as people read it. */
export const showKey = (name: string): string =>
	named[name] ?? (name.startsWith('ctrl+') ? `Ctrl-${name.slice(5).toUpperCase()}` : name);

/** Names for the signs of keys: as single characters they would read as other keys, `^Tab` as Ctrl-Tab. */
const asciiNames: Readonly<Record<string, string>> = {
	'⇧Tab': 'S-Tab',
	'↑': 'Up',
	'↓': 'Down',
	'←': 'Left',
	'→': 'Right',
	'⌫': 'Bksp',
};

/** Shown keys where there is nothing but ASCII. */
export const toAsciiKeys = (shown: string): string =>
	shown.replace(/⇧Tab|[↑↓←→⌫]+/g, signs => {
		const name = asciiNames[signs];
		return name ?? Array.from(signs, sign => asciiNames[sign]).join('/');
	});
