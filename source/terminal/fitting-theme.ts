import type {ThemeChoice, ThemeName} from '../screen/theme-names.js';
import {parseBackgroundReply, parseColorFgBg, type Background} from './background.js';

/** What the theme goes by, and who told it. */
export type KnownBackground = Background & {readonly from: string};

const themeFor = (background: Background | null): ThemeName =>
	background?.isLight ? 'light' : 'dark';

/** The theme: the one that was chosen, else the one that suits the background, by what is known of that. */
export const createFittingTheme = (choice: ThemeChoice, colorFgBg: string | undefined) => {
	const told = choice === 'auto' ? parseColorFgBg(colorFgBg) : null;
	const variable: KnownBackground | null = told && {...told, from: 'COLORFGBG'};
	let answered: KnownBackground | null = null;
	let tellLate: (theme: ThemeName) => void = () => undefined;
	const background = () => answered ?? variable;
	return {
		/** Whether the background decides. */
		isOpen: choice === 'auto',
		background,
		theme: (): ThemeName => (choice === 'auto' ? themeFor(background()) : choice),
		/** An answer of the terminal: the first that tells the background holds. */
		hear(text: string) {
			const found = choice === 'auto' ? parseBackgroundReply(text) : null;
			if (!found) return;
			answered ??= {...found, from: 'the terminal'};
			tellLate(themeFor(answered));
		},
		/** Calls back with what suits from now on; at once where that is known by another answer than `before`. */
		onLate(before: KnownBackground | null, listener: (theme: ThemeName) => void) {
			tellLate = listener;
			if (answered && answered !== before) listener(themeFor(answered));
		},
	};
};
