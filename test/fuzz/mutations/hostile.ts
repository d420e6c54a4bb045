import {between, type Random} from '../../../source/random.js';
import {pick} from './bytes.js';

const esc = '\u001B';

/** What a terminal would obey: the title, the clipboard, a report, a reset, the printer, sixels, C1 alike. */
export const sequences: readonly string[] = [
	`${esc}]0;owned\u0007`,
	`${esc}]52;c;b3duZWQ=\u0007`,
	`${esc}]8;;http://owned/${esc}\\link${esc}]8;;${esc}\\`,
	`${esc}[6n`,
	`${esc}[5i`,
	`${esc}[21t`,
	`${esc}c`,
	`${esc}[?1049l`,
	`${esc}[2J${esc}[3J`,
	`${esc}P$q"p${esc}\\`,
	`${esc}_G${esc}\\`,
	'\u009B31m',
	'\u009D0;owned\u009C',
	'\u0090q\u009C',
	'\r\u0008\u0007\u000B\u000C\u000E',
	'\u007F',
	'\u0085',
	'\u0000',
];

/** What turns or hides the text around it. */
const bidi: readonly string[] = [
	'\u202Egnp.exe\u202C',
	'\u2066\u2067\u2068\u2069',
	'\u200F\u200E\u061C',
	'\u2028\u2029',
	'\u200B\u200D\uFEFF\u00AD',
	'\u{E0041}\u{E007F}',
];

export const combining = (random: Random): string =>
	`e${'\u0301\u0489'.repeat(between(random, 4, 400))}`;

const longs = [300, 5000, 100_000];

const secrets = ['https://user:hunter2@mirror.example', 'wss://a:hunter2@[::1]:1/x'];

/** A text for where a file or an exchange may say any. */
export const hostileText = (random: Random): string => {
	const kind = between(random, 0, 8);
	if (kind <= 2) return `a${pick(sequences, random)}b`;
	if (kind === 3) return `a${pick(bidi, random)}b`;
	if (kind === 4) return combining(random);
	if (kind === 5) return pick(['A', '漢', '👩‍👩‍👧', 'á', '\uD83D'], random).repeat(pick(longs, random));
	if (kind === 6) return pick(secrets, random);
	if (kind === 7)
		return pick(['', ' ', '\n', '/', '..', '-', '__proto__', 'constructor', 'NaN'], random);
	return pick(['<script>alert(1)</script>', ']]>', '&lt;', '\\u001b[31m', '%1b', '\uDC00'], random);
};

const numbers = [
	'0',
	'-0',
	'-1',
	'1e16',
	'1e308',
	'1e400',
	'-1e400',
	'1e-400',
	'8.64e15',
	'8640000000000001',
	'2147483647',
	'2147483648',
	'4294967296',
	'9007199254740991',
	'9007199254740993',
	'0.1234567890123456789',
	`1${'0'.repeat(60)}`,
	`0.${'0'.repeat(400)}1`,
];

export const hostileNumber = (random: Random): string => pick(numbers, random);
