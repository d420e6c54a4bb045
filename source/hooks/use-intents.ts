import {useInput, useStdin, type Key} from 'ink';
import {useCallback, useLayoutEffect, useRef} from 'react';
import {findIntent, type Intent, type Scope} from '../screen/keys.js';

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
];

/** The key's name as the key table writes it; `input` is a single character. */
export const toKeyName = (input: string, key: Partial<Key>): string => {
	if (key.tab) return key.shift ? 'shift+tab' : 'tab';
	for (const [flag, name] of named) if (key[flag]) return name;
	if (key.ctrl) return `ctrl+${input}`;
	return input === ' ' ? 'space' : input;
};

/**
 * Turns keys into intents by the one key table. Does nothing where stdin is no terminal. A key always
 * finds the scopes of the frame on screen: Ink itself hands a new handler over only some time after it.
 */
export const useIntents = (scopes: readonly Scope[], onIntent: (intent: Intent) => void): void => {
	const {isRawModeSupported} = useStdin();
	const latest = useRef({scopes, onIntent});
	useLayoutEffect(() => {
		latest.current = {scopes, onIntent};
	});
	const handle = useCallback((input: string, key: Key) => {
		// A slow terminal hands over several keystrokes at once: each counts.
		for (const character of input === '' ? [''] : input) {
			const intent = findIntent(toKeyName(character, key), latest.current.scopes);
			if (intent) latest.current.onIntent(intent);
		}
	}, []);
	useInput(handle, {isActive: isRawModeSupported});
};
