import {localeVariable} from '../config/surroundings.js';
import type {ColorDepth} from '../screen/colors.js';
import type {ThemeName} from '../screen/theme-names.js';
import {minSize} from '../screen/layout.js';
import {lacksScreen} from '../terminal/screen-guard.js';
import type {TerminalInput} from '../terminal/terminal-input.js';
import {createFindings, type Finding} from './finding.js';

/** What is known of the terminal. */
export type Surroundings = {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly platform: NodeJS.Platform;
	/** Null where stdout is no terminal. */
	readonly terminal: {
		/** Cells. */
		readonly columns: number;
		/** Cells. */
		readonly rows: number;
		readonly colorDepth: ColorDepth;
	} | null;
	readonly hasKeyboard: boolean;
	readonly isColorWanted: boolean;
	readonly theme: ThemeName;
	/** What that goes by; null where it was chosen, or where nothing is known. */
	readonly background: TerminalInput['background'];
	/** Whether the screen is drawn in ASCII, and whether nobody asked for that. */
	readonly isAscii: boolean;
	/** Whether that was told by the environment, not by a setting. */
	readonly isAsciiGuessed: boolean;
};

/** The screen on which every view has its place. */
const comfortable = {columns: 80, rows: 24};

const multiplexer = (environment: Surroundings['environment']): string => {
	if (environment['TMUX']) return ' inside tmux';
	return environment['STY'] ? ' inside screen' : '';
};

const checkTerminal = ({environment, platform, terminal, hasKeyboard}: Surroundings): Finding => {
	const {ok, warn, fail} = createFindings('terminal');
	const plain = 'use "steem-tui watch" or "steem-tui book", which print lines';
	if (!terminal || !hasKeyboard) {
		const stream = terminal ? 'stdin' : 'stdout';
		return warn(`The full screen needs a terminal, and ${stream} is none.`, plain);
	}
	const {columns, rows} = terminal;
	const name = environment['TERM'] ?? '';
	const size = `${columns}x${rows}`;
	const where = `${name || 'a terminal without a name'}${multiplexer(environment)}`;
	if (lacksScreen({env: environment, platform}))
		return fail(
			`The terminal says (TERM=${name}) that it cannot draw a full screen.`,
			`set TERM to what it is, such as xterm-256color, or ${plain}`,
		);
	if (columns === 0 || rows === 0)
		return warn(
			`${where}, which tells no size: the screen is drawn for 80x24.`,
			'tell it with "stty cols 120 rows 40", or whatever it has',
		);
	if (columns < minSize.columns || rows < minSize.rows)
		return warn(
			`${where}, ${size}: too small for the full screen.`,
			`make it ${minSize.columns}x${minSize.rows} or larger`,
		);
	if (columns < comfortable.columns || rows < comfortable.rows)
		return ok(`${where}, ${size}: it shows one exchange at a time; from 80x24 on it shows all.`);
	return ok(`${where}, ${size}.`);
};

const depthWords: Readonly<Record<ColorDepth, string>> = {
	1: 'No colours',
	4: '16 colours',
	8: '256 colours',
	24: '16.7 million colours',
};

/** ` on a light background (#ffffff, says the terminal): the theme is light`, or nothing where it was chosen. */
const describeBackground = ({background, theme}: Surroundings): string => {
	if (!background) return '';
	const {isLight, hex, from} = background;
	const tone = isLight ? 'light' : 'dark';
	return ` on a ${tone} background (${hex === null ? '' : `${hex}, `}says ${from}): the theme is ${theme}`;
};

const checkColors = (surroundings: Surroundings): Finding => {
	const {environment, terminal, isColorWanted} = surroundings;
	const {ok, warn} = createFindings('colours');
	if (!isColorWanted) return ok('No colours, as was asked for; signs and places tell all.');
	if (!terminal) return ok('Not asked for: stdout is no terminal.');
	const words = depthWords[terminal.colorDepth];
	if (terminal.colorDepth === 1)
		return warn(
			`${words}, says the terminal; signs and places tell all.`,
			'if it has some, set TERM to what it is, such as xterm-256color',
		);
	if (environment['TMUX'] && terminal.colorDepth < 24)
		return warn(
			`${words} inside tmux.`,
			'for all of them: set -as terminal-features ",*:RGB" in tmux.conf, and COLORTERM=truecolor',
		);
	if (terminal.colorDepth === 4)
		return ok(
			`${words}, of the terminal's own palette and without shades${describeBackground(surroundings)}.`,
		);
	return ok(`${words}${describeBackground(surroundings)}.`);
};

const checkUnicode = (surroundings: Surroundings): Finding => {
	const {environment, platform, isAscii, isAsciiGuessed} = surroundings;
	const {ok, warn} = createFindings('unicode');
	if (isAscii && !isAsciiGuessed) return ok('Not needed: the screen is drawn in ASCII.');
	const isDrawn = isAscii ? ': the screen is drawn in ASCII' : '';
	const remedy = 'use --ascii if signs are missing or out of place';
	if (environment['TERM'] === 'linux')
		return isAscii
			? ok(`The console of Linux lacks some of the signs${isDrawn}.`)
			: warn('The console of Linux lacks some of the signs.', 'leave out --no-ascii');
	const variable = localeVariable(environment);
	if (platform === 'win32' && !isAscii)
		return environment['WT_SESSION']
			? ok('Windows Terminal shows all signs.')
			: warn('Older consoles of Windows lack some of the signs.', remedy);
	const locale = variable === null ? '' : (environment[variable] ?? '');
	if (/utf-?8/i.test(locale)) return ok(`The locale is ${locale}.`);
	const other = isAscii ? '--no-ascii if the terminal has all signs' : remedy;
	return warn(
		variable === null
			? 'No locale is set (LC_ALL, LC_CTYPE, LANG), so UTF-8 is not certain.'
			: `The locale is ${locale} (${variable}), which is not UTF-8${isDrawn}.`,
		`set LANG=C.UTF-8 or another locale with UTF-8, or ${other}`,
	);
};

export const checkSurroundings = (surroundings: Surroundings): readonly Finding[] => [
	checkTerminal(surroundings),
	checkColors(surroundings),
	checkUnicode(surroundings),
];
