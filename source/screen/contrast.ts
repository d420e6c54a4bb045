/** Of a channel from 0 to 255. */
const linear = (value: number): number => {
	const share = value / 255;
	return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** Relative luminance as WCAG 2 has it, from 0 to 1. */
const luminance = (hex: string): number => {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at =>
		linear(Number.parseInt(hex.slice(at, at + 2), 16)),
	);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** How well two colours, written `#rrggbb`, are told from each other: from 1 to 21, as WCAG 2 has it. */
export const contrastOf = (a: string, b: string): number => {
	const [one, other] = [luminance(a), luminance(b)];
	return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
};
