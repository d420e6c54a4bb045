import type {ColorDepth, Style} from './colors.js';
import type {Palette} from './palettes.js';

/**
 * With colours: the look. The terminal's own background and text colour are left alone; what has a background
 * has its text colour, too, since the terminal's own may be as dark or as light as that.
 */
const colored = ({foreground, accent, grey, faint, cursor, bright, shrunk, ask, bid}: Palette) =>
	({
		text: {},
		strong: {bold: true},
		muted: {fg: grey},
		faint: {fg: faint},
		accent: {fg: accent},
		title: {bold: true},
		focusTitle: {fg: accent, bold: true},
		frame: {fg: faint},
		focusFrame: {fg: accent},
		label: {fg: grey},
		key: {bold: true},
		ask: {fg: ask.text},
		bid: {fg: bid.text},
		askSign: {fg: ask.sign},
		bidSign: {fg: bid.sign},
		askBar: {fg: ask.bar},
		bidBar: {fg: bid.bar},
		// What nobody vouches for is never louder than what is live.
		staleBar: {fg: shrunk[0]},
		ok: {fg: bid.text},
		warn: {fg: accent},
		bad: {fg: ask.text},
		cursor: {fg: foreground, bg: cursor},
		// A size that grew lights up in the colour of its side, one that shrank in grey.
		askGrown0: {bold: true, fg: bright, bg: ask.flash[0]},
		askGrown1: {fg: foreground, bg: ask.flash[1]},
		askGrown2: {fg: foreground, bg: ask.flash[2]},
		bidGrown0: {bold: true, fg: bright, bg: bid.flash[0]},
		bidGrown1: {fg: foreground, bg: bid.flash[1]},
		bidGrown2: {fg: foreground, bg: bid.flash[2]},
		shrunk0: {bold: true, fg: foreground, bg: shrunk[0]},
		shrunk1: {fg: foreground, bg: shrunk[1]},
		shrunk2: {fg: foreground, bg: shrunk[2]},
	}) satisfies Record<string, Style>;

export type Role = keyof ReturnType<typeof colored>;

type Changes = Partial<Record<Role, Style>>;

/** The 256 colours have few tints: what is faint is left out, the rest is the nearest there is. */
const stepped = ({foreground, ask, bid, bright, shrunk}: Palette): Changes => ({
	askSign: {fg: ask.stepped.sign},
	bidSign: {fg: bid.stepped.sign},
	askBar: {fg: ask.stepped.bar},
	bidBar: {fg: bid.stepped.bar},
	staleBar: {fg: shrunk[1]},
	askGrown0: {bold: true, fg: bright, bg: ask.stepped.flash[0]},
	askGrown1: {fg: foreground, bg: ask.stepped.flash[1]},
	askGrown2: {},
	bidGrown0: {bold: true, fg: bright, bg: bid.stepped.flash[0]},
	bidGrown1: {fg: foreground, bg: bid.stepped.flash[1]},
	bidGrown2: {},
	shrunk2: {},
});

/** In 16 colours a background is as loud as can be: what fades does so in the text alone. */
const coarse = ({ask, bid, grey}: Palette): Changes => ({
	cursor: {inverse: true},
	askGrown0: {bold: true, fg: ask.text},
	askGrown1: {fg: ask.text},
	askGrown2: {},
	bidGrown0: {bold: true, fg: bid.text},
	bidGrown1: {fg: bid.text},
	bidGrown2: {},
	shrunk0: {fg: grey},
	shrunk1: {fg: grey},
	shrunk2: {},
});

/** Without colours: attributes say what they can, place and glyphs say the rest. */
const plain: Changes = {
	muted: {dim: true},
	faint: {dim: true},
	label: {dim: true},
	accent: {bold: true},
	focusTitle: {bold: true, inverse: true},
	frame: {dim: true},
	focusFrame: {},
	ask: {},
	bid: {bold: true},
	askBar: {dim: true},
	bidBar: {},
	staleBar: {dim: true},
	warn: {bold: true},
	bad: {bold: true},
	cursor: {inverse: true},
	askGrown0: {bold: true},
	askGrown1: {bold: true},
	askGrown2: {},
	bidGrown0: {bold: true},
	bidGrown1: {bold: true},
	bidGrown2: {},
	shrunk0: {underline: true},
	shrunk1: {underline: true},
	shrunk2: {},
};

/** Every role's style in a palette, on a terminal of so many colours. */
export const stylesOf = (palette: Palette, depth: ColorDepth): Readonly<Record<Role, Style>> => {
	switch (depth) {
		case 1:
			return {...colored(palette), ...plain};
		case 4:
			return {...colored(palette), ...coarse(palette)};
		case 8:
			return {...colored(palette), ...stepped(palette)};
		case 24:
			return colored(palette);
	}
};
