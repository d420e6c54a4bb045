/** What a JSON text may hold at the most: what it takes to build counts, not its length alone. */
export type JsonBounds = {
	/** Arrays and objects inside each other. */
	readonly depth: number;
	/** Arrays, objects, and what is in them. */
	readonly values: number;
	/** Names of fields, which cost more than anything else where each is another. @default as many as values */
	readonly keys?: number;
};

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;

/** Where a string that begins at `start` ends; the end of the text where it has none. */
export const endOfString = (text: string, start: number): number => {
	for (let from = start + 1; ;) {
		const end = text.indexOf('"', from);
		if (end < 0) return text.length;
		let slashes = 0;
		while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++;
		if (slashes % 2 === 0) return end;
		from = end + 1;
	}
};

/** Refuses a text with more in it than is worth building, before anything is built; the error says what. */
export const checkJson = (text: string, bounds: JsonBounds): void => {
	let depth = 0;
	let values = 1;
	let keys = 0;
	const maxKeys = bounds.keys ?? bounds.values;
	for (let index = 0; index < text.length; index++) {
		const unit = text.charCodeAt(index);
		if (unit === quote) index = endOfString(text, index);
		else if (unit === comma) values++;
		else if (unit === colon) keys++;
		// `[` and `{`, which differ in one bit, and those that close them.
		else if ((unit | 0x20) === 0x7b) {
			values++;
			if (++depth > bounds.depth) throw new RangeError(`nested more than ${bounds.depth} deep`);
		} else if ((unit | 0x20) === 0x7d) depth--;
		if (values > bounds.values) throw new RangeError(`more than ${bounds.values} values`);
		if (keys > maxKeys) throw new RangeError(`more than ${maxKeys} names of fields`);
	}
};

/** `JSON.parse` of what is within the bounds; throws `RangeError` for what is not. */
export const parseBounded = (text: string, bounds: JsonBounds): unknown => {
	checkJson(text, bounds);
	return JSON.parse(text);
};
