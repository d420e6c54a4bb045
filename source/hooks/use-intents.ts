import {useInput, useStdin, type Key} from 'ink';
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

/** Turns keys into intents by the one key table. Does nothing where stdin is no terminal. */
export const useIntents = (scopes: readonly Scope[], onIntent: (intent: Intent) => void): void => {
	const {isRawModeSupported} = useStdin();
	useInput(
		(input, key) => {
			// A slow terminal hands over several keystrokes at once: each counts.
			for (const character of input === '' ? [''] : input) {
				const intent = findIntent(toKeyName(character, key), scopes);
				if (intent) onIntent(intent);
			}
		},
		{isActive: isRawModeSupported},
	);
};
