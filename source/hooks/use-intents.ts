import {useInput, useStdin, type Key} from 'ink';
import {useCallback, useLayoutEffect, useRef} from 'react';
import {decodePaste} from '../screen/paste.js';
import {createMouseReader, type MouseAction} from '../screen/mouse.js';
import {findIntent, type Binding, type Intent, type Scope} from '../screen/keys.js';

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

/**
 * Turns keys into intents by the one key table, and in a menu all others, and what is pasted, into text. Does nothing where stdin
 * is no terminal. A key always finds the scopes of the frame on screen: Ink itself hands a new handler over only some time after it.
 */
export const useIntents = (
	getScopes: () => readonly Scope[],
	onIntent: (intent: Intent) => void,
	onText: (text: string) => void,
	onPaste: () => void,
	onMouse: (action: MouseAction) => void,
	table?: readonly Binding[],
): void => {
	const {isRawModeSupported} = useStdin();
	const latest = useRef({getScopes, onIntent, onText, onPaste, onMouse, table});
	useLayoutEffect(() => {
		latest.current = {getScopes, onIntent, onText, onPaste, onMouse, table};
	});
	const readMouse = useRef(createMouseReader());
	const handle = useCallback((whole: string, key: Key) => {
		const pasted = decodePaste(whole);
		if (pasted !== null) {
			const {getScopes, onText, onPaste} = latest.current;
			if (getScopes().includes('menu')) onText(pasted);
			else onPaste();
			return;
		}
		const {actions, keys: input} = readMouse.current(whole);
		for (const action of actions) latest.current.onMouse(action);
		if (input === '' && whole !== '') return;
		// A slow terminal hands over several keystrokes at once: each counts, upon what the one before it did.
		// Text among them is handed over together: as much of it may come as anybody pastes.
		let typed = '';
		const endText = () => {
			if (typed !== '') latest.current.onText(typed);
			typed = '';
		};
		const press = (character: string, key: Partial<Key>) => {
			const now = latest.current;
			const scopes = now.getScopes();
			const intent = findIntent(toKeyName(character, key), scopes, now.table);
			if (intent) {
				endText();
				now.onIntent(intent);
			} else if (scopes.includes('menu') && isText(character, key)) typed += character;
		};
		if (isAfterEscape(input, key)) {
			// With something to close, it was Escape; without, nobody means a key by Alt.
			const scopes = latest.current.getScopes();
			if (!scopes.includes('menu') && !scopes.includes('overlay')) return;
			press('', {escape: true});
			press(input, {});
		} else for (const character of input === '' ? [''] : input) press(character, key);
		endText();
	}, []);
	useInput(handle, {isActive: isRawModeSupported});
};
