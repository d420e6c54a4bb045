import {useInput, useStdin, type Key} from 'ink';
import {useMemo} from 'react';
import type {Input, KeyPress} from '../screen/input.js';
import {createMouseReader} from '../screen/mouse.js';
import {decodePaste} from '../screen/paste.js';

const named: readonly (readonly [keyof Key, string])[] = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'return'],
	['escape', 'escape'],
	['backspace', 'backspace'],
	// What most terminals send for the backspace key.
	['delete', 'backspace'],
];

/** Characters that are keys by themselves; some come unnamed, among several at once. */
const unnamed: Readonly<Record<string, string>> = {
	' ': 'space',
	'\t': 'tab',
	'\r': 'return',
	'\n': 'return',
	'\b': 'backspace',
	'\u007F': 'backspace',
};

/** The key's name as the key table writes it; `input` is a single character. */
export const toKeyName = (input: string, key: Partial<Key>): string => {
	if (key.tab) return key.shift ? 'shift+tab' : 'tab';
	for (const [flag, name] of named) if (key[flag]) return name;
	if (key.ctrl) return `ctrl+${input}`;
	const name = unnamed[input];
	if (name !== undefined) return name;
	// Ctrl and a letter, among several at once.
	return /^[\u0001-\u001A]$/.test(input)
		? `ctrl+${String.fromCharCode(input.charCodeAt(0) + 96)}`
		: input;
};

/**
 * Whether Alt was held, or Escape came right before the character in one read, as over a slow line: a terminal
 * sends the same for both.
 */
const isAfterEscape = (input: string, {meta, escape, ctrl}: Partial<Key>) =>
	meta === true && !escape && !ctrl && /^\P{C}$/u.test(input);

/** A character that stands for itself. */
const isText = (input: string, {ctrl, meta}: Partial<Key>) =>
	!ctrl && !meta && /^\P{C}$/u.test(input);

const toPress = (input: string, key: Partial<Key>): KeyPress => ({
	name: toKeyName(input, key),
	text: isText(input, key) ? input : null,
});

/** Tells what Ink hands over as what the user did. A slow terminal hands over several keystrokes at once. */
export const createInputReader = () => {
	const readMouse = createMouseReader();
	return (whole: string, key: Key): readonly Input[] => {
		const text = decodePaste(whole);
		if (text !== null) return [{type: 'paste', text}];
		const {actions, keys: input} = readMouse(whole);
		const ofMouse = actions.map((action): Input => ({type: 'mouse', action}));
		if (input === '' && whole !== '') return ofMouse;
		if (isAfterEscape(input, key))
			return [...ofMouse, {type: 'key-after-escape', key: toPress(input, {})}];
		const characters = input === '' ? [''] : [...input];
		const keys = characters.map(character => toPress(character, key));
		return [...ofMouse, {type: 'keys', keys}];
	};
};

/** Hands over what the user does at the terminal, in order. Does nothing where stdin is none. */
export const useTerminalInput = (onInput: (input: Input) => void): void => {
	const {isRawModeSupported} = useStdin();
	const handle = useMemo(() => {
		const read = createInputReader();
		return (whole: string, key: Key) => {
			for (const input of read(whole, key)) onInput(input);
		};
	}, [onInput]);
	useInput(handle, {isActive: isRawModeSupported});
};
