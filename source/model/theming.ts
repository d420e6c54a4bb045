import {createTheme, type Theme} from '../screen/theme.js';
import {themeNames, type ThemeName} from '../screen/theme-names.js';
import {sayWhy, type WithNotice} from './notices.js';
import {stay, type Step} from './step.js';

export type Theming = {
	readonly theme: Theme;
	/** The footer names every theme but this one. */
	readonly first: ThemeName;
	/** By a key: then it stays. */
	readonly isChosen: boolean;
};

export type WithTheming = {readonly theming: Theming};

export const firstTheming = (theme: Theme): Theming => ({
	theme,
	first: theme.name,
	isChosen: false,
});

/** The user wants the next theme. */
export const changeTheme = <State extends WithTheming & WithNotice>(state: State): Step<State> => {
	const {theming} = state;
	const {depth, name, isAscii, own} = theming.theme;
	if (depth === 1) return sayWhy(state, 'without colours all themes look the same');
	const next = themeNames[(themeNames.indexOf(name) + 1) % themeNames.length];
	return stay({
		...state,
		theming: {...theming, theme: createTheme(depth, next, isAscii, own), isChosen: true},
	});
};

/** Another theme suits the terminal, as has turned out late. */
export const suitTheme = <State extends WithTheming>(state: State, name: ThemeName): State => {
	const {theme, isChosen} = state.theming;
	if (isChosen || theme.depth === 1) return state;
	return {
		...state,
		theming: firstTheming(createTheme(theme.depth, name, theme.isAscii, theme.own)),
	};
};
