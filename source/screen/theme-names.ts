/** The themes there are, in the order in which a key goes through them. */
export const themeNames = ['dark', 'light', 'colorblind', 'colorblind-light'] as const;

export type ThemeName = (typeof themeNames)[number];
