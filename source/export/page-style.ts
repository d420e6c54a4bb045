import {mix, type Palette} from './palette.js';

/** The page around the player, in the colours of the terminal. */
export const pageStyle = (palette: Palette, columns: number): string => {
	const {foreground, background, colors} = palette;
	const terminal = [
		`--term-color-foreground: ${foreground}`,
		`--term-color-background: ${background}`,
		...colors.map((color, index) => `--term-color-${index}: ${color}`),
	];
	return `
.asciinema-player-theme-recorded { ${terminal.join('; ')}; }
body { margin: 0; padding: 1rem; background: ${mix(background, '#000000', 0.4)}; color: ${foreground}; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: ${Math.max(480, columns * 10 + 24)}px; margin: 0 auto; }
h1 { font-size: 1.1rem; font-weight: 600; margin: 0 0 0.75rem; }
h2 { font-size: 1rem; margin: 1rem 0 0.25rem; }
ol { list-style: none; margin: 0; padding: 0; columns: 18rem; }
button { all: unset; cursor: pointer; padding: 0.1rem 0.4rem; border-radius: 4px; }
button:hover, button:focus-visible { background: ${background}; outline: 1px solid ${mix(background, foreground, 0.4)}; }
time { display: inline-block; min-width: 4em; font-variant-numeric: tabular-nums; color: ${mix(background, foreground, 0.65)}; }
`;
};
