import type {AlertSign} from '../alerts/alert-rule.js';
import {cleanText} from '../screen/clean-text.js';

/** Keeps the window's title, and gives it back: of xterm, and of what follows it. */
const [keepTitle, giveTitleBack] = ['\u001B[22;2t', '\u001B[23;2t'];
const bell = '\u0007';

/** Characters of a title or a notification. */
const maxLength = 200;

/** Of what is written, nothing but text. */
const toText = (text: string): string => cleanText(text, maxLength);

/** Of iTerm2, ConEmu and others; and of rxvt and others: a terminal takes the one it knows. */
const toNotification = (text: string): string =>
	`\u001B]9;${toText(text)}${bell}\u001B]777;notify;steem-tui;${toText(text).replaceAll(';', ',')}${bell}`;

/** Where the signs are written: the terminal itself, not what is recorded of it. */
type Terminal = {
	write(text: string): unknown;
	readonly writableNeedDrain?: boolean;
};

/** Draws attention to the terminal, in the ways that are wanted. */
export const createAlertSigns = (terminal: Terminal, signs: readonly AlertSign[]) => {
	let isTitled = false;
	let isOver = false;
	return {
		show(text: string) {
			// One that takes nothing shows nothing either.
			if (isOver || terminal.writableNeedDrain) return;
			let written = '';
			if (signs.includes('title')) {
				written += `${isTitled ? '' : keepTitle}\u001B]2;${toText(text)}${bell}`;
				isTitled = true;
			}
			if (signs.includes('notification')) written += toNotification(text);
			if (signs.includes('bell')) written += bell;
			if (written !== '') terminal.write(written);
		},
		/** Gives the title back, and shows nothing any more; any number of times. */
		restore() {
			isOver = true;
			if (isTitled) terminal.write(giveTitleBack);
			isTitled = false;
		},
	};
};
