/**
 * What a terminal obeys, or what hides and reorders the text around it: C0 with the tab, DEL, C1, format
 * characters (bidirectional controls, joiners, byte order marks), line and paragraph separators, and halves of
 * surrogate pairs.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const unsafeInLines = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const unsafeInDocuments = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const toEscapes = (found: string): string =>
	Array.from({length: found.length}, (_, index) => found.charCodeAt(index))
		.map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
		.join('');

/**
 * A word or a line with all of that shown as `\u001b`. JSON keeps its meaning: of what may stand in its texts,
 * `JSON.stringify` leaves U+007F to U+009F, U+202E and others as they are.
 */
export const escapeControls = (text: string): string => text.replace(unsafe, toEscapes);

/** What most lines are made of, found at a glance: ASCII, and of Latin-1 such signs as `×`. */
const plainLines = /^[\n\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff]*$/;

/** The same for several lines, between which line feeds stay. */
export const escapeLines = (text: string): string =>
	plainLines.test(text) ? text : text.replace(unsafeInLines, toEscapes);

/** As lines, with the tabs that a document has of its own. */
export const escapeDocument = (text: string): string => text.replace(unsafeInDocuments, toEscapes);

/**
 * A word that may be an address, for people to see: without its password, however odd the rest is. A name without a
 * password is hidden too: it may be a token.
 */
export const maskPassword = (address: string): string =>
	address
		.replace(/^((?:[a-z][a-z\d+.-]*:?)?\/{2,})?([^:/]*):(?!\/\/).*@/is, '$1$2:***@')
		.replace(/^((?:[a-z][a-z\d+.-]*:?)?\/{2,})[^:/?#]+@/i, '$1***@');

/** Name and password of an address, wherever in a text it stands. */
const logins = /(?<=[a-z\d]:\/\/)[^\s/?#"<>]+(?=@)/gi;

/** A text without the passwords of the addresses in it; all else stays. */
export const maskAddresses = (text: string): string =>
	text.includes('://')
		? text.replace(logins, login => `${login.slice(0, login.indexOf(':') + 1)}***`)
		: text;

/** A text without the rest of words that are longer than any path or address: what is said of them stays in sight. */
export const cutLongWords = (text: string): string =>
	text.replace(/\S{2000,}/gu, word => `${word.slice(0, 100)}…`);

/** Text on its way out, for people or as lines of JSON: nothing that a terminal obeys, and no password. */
export const toSafeLines = (text: string): string => escapeLines(maskAddresses(text));
