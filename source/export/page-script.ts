export type PageSettings = {
	readonly posterSeconds: number;
};

/** What starts the player and the chapters; `settings` is the JSON of `PageSettings`. */
export const pageScript = (settings: string): string => `
const settings = ${settings};
const place = document.getElementById('player');
const unpack = async () => {
	try {
		const packed = atob(document.getElementById('cast').textContent);
		const bytes = Uint8Array.from(packed, letter => letter.charCodeAt(0));
		return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
	} catch (error) {
		place.textContent = 'This recording needs a browser of 2023 or later: ' + error.message;
		throw error;
	}
};
const player = AsciinemaPlayer.create(
	{data: unpack},
	place,
	{
		fit: 'width',
		theme: 'recorded',
		preload: true,
		// As high as the fonts' lines are, so that frames have no gaps.
		terminalLineHeight: 1.15,
		terminalFontFamily: "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace",
	},
);
// A poster would do, but the player leaves lines of it blank where a chapter is chosen before it was played.
player.seek(settings.posterSeconds);
for (const button of document.querySelectorAll('[data-seconds]'))
	button.addEventListener('click', () => {
		player.seek(Number(button.dataset.seconds)).then(() => player.play());
	});
window.player = player;
`;
