export type PageSettings = {
	readonly posterSeconds: number;
};

/** What starts the player and the chapters; `settings` is the JSON of `PageSettings`. */
export const pageScript = (settings: string): string => `
const settings = ${settings};
const player = AsciinemaPlayer.create(
	{data: document.getElementById('cast').textContent},
	document.getElementById('player'),
	{
		fit: 'width',
		theme: 'recorded',
		preload: true,
		// As high as the fonts' lines are, so that frames have no gaps.
		terminalLineHeight: 1.15,
		poster: 'npt:' + settings.posterSeconds,
		terminalFontFamily: "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace",
	},
);
for (const button of document.querySelectorAll('[data-seconds]'))
	button.addEventListener('click', () => {
		player.seek(Number(button.dataset.seconds)).then(() => player.play());
	});
window.player = player;
`;
