/** What is behind the text. */
export type Background = {
	readonly isLight: boolean;
	/** `#rrggbb`; null where only light or dark is known. */
	readonly hex: string | null;
};

/**
 * Asks the terminal for its background (OSC 11), then for what it is (DA1). Every terminal answers the second,
 * and in order: once that is there, no answer to the first comes any more.
 */
export const backgroundQuery = '\u001B]11;?\u0007\u001B[c';

const toBackground = (channels: readonly number[]): Background => {
	const [red = 0, green = 0, blue = 0] = channels;
	const hex = channels.map(value =>
		Math.round(value * 255)
			.toString(16)
			.padStart(2, '0'),
	);
	return {isLight: 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5, hex: `#${hex.join('')}`};
};

/** Reads `rgb:ffff/ffff/ffff`, of one to four digits each, and `#ffffff`. */
const parseColor = (text: string): Background | null => {
	const [, named = ''] = /^rgba?:([\da-f/]+)$/i.exec(text) ?? [];
	const [, ...pairs] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text) ?? [];
	const digits = named === '' ? pairs : named.split('/').slice(0, 3);
	if (digits.length < 3 || digits.some(part => !/^[\da-f]{1,4}$/i.test(part))) return null;
	return toBackground(digits.map(part => Number.parseInt(part, 16) / (16 ** part.length - 1)));
};

/** What COLORFGBG tells, as in `15;0` or `0;default;15`: numbers of the 16 colours. Null for nothing. */
export const parseColorFgBg = (text: string | undefined): Background | null => {
	const [, digits] = /;(\d{1,2})$/.exec(text ?? '') ?? [];
	const index = Number(digits);
	if (digits === undefined || index > 15) return null;
	return {isLight: index === 7 || index > 8, hex: null};
};

const colorReply = /\u001B\]1[01];([^\u0007\u001B]{0,64})(?:\u0007|\u001B\\)/g;
const endReply = /\u001B\[\?[\d;]*c/g;
/** Replies that are cut in two; the short ones may be keys as well. */
const unfinished = /\u001B(?:\]1[01];[^\u0007\u001B]{0,64}\u001B?|\[\?[\d;]{0,64})$/;
const barelyBegun = /\u001B(?:\](?:1[01]?)?|\[)?$/;

/** Takes the terminal's replies out of what it sends, and leaves the keys. */
export type ReplyReader = {
	/** The keys of what came. */
	read(input: string): string;
	/** What is kept back as the possible beginning of a reply; it is given out, as keys. */
	flush(): string;
	/** What is kept back. */
	held(): string;
	/** Nothing more is expected: what may be a key is no longer kept back. */
	end(): void;
};

export const createReplyReader = (
	onBackground: (background: Background) => void,
	onEnd: () => void,
): ReplyReader => {
	let held = '';
	let isAsking = true;
	const reader: ReplyReader = {
		read(input) {
			const text = (held + input)
				.replace(colorReply, (_, color: string) => {
					const background = parseColor(color);
					if (background) onBackground(background);
					return '';
				})
				.replace(endReply, () => {
					reader.end();
					return '';
				});
			held = unfinished.exec(text)?.[0] ?? (isAsking ? (barelyBegun.exec(text)?.[0] ?? '') : '');
			return text.slice(0, text.length - held.length);
		},
		flush() {
			const keys = held;
			held = '';
			return keys;
		},
		held: () => held,
		end() {
			if (!isAsking) return;
			isAsking = false;
			onEnd();
		},
	};
	return reader;
};
