/** The themes there are, in the order in which a key goes through them. */
export const themeNames = ['dark', 'light', 'colorblind', 'colorblind-light'] as const;

export type ThemeName = (typeof themeNames)[number];

/** What may be chosen: a theme, or the one that suits the terminal's background. */
export const themeChoices = ['auto', ...themeNames] as const;

export type ThemeChoice = (typeof themeChoices)[number];
