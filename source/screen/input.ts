import type {MouseAction} from './mouse.js';

export type KeyPress = {
	/** As the key table writes it. */
	readonly name: string;
	/** What it types; null where the key is no character. */
	readonly text: string | null;
};

/** What the user did at the terminal. */
export type Input =
	/** As many as came at once. */
	| {readonly type: 'keys'; readonly keys: readonly KeyPress[]}
	/** Alt was held, or Escape came right before it; a terminal sends the same for both. */
	| {readonly type: 'key-after-escape'; readonly key: KeyPress}
	| {readonly type: 'paste'; readonly text: string}
	| {readonly type: 'mouse'; readonly action: MouseAction};
