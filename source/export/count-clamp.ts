/** A control sequence (CSI) with numbers. Modes (`?2026`) have numbers of their own. */
const sequence = /(\u001B\[|\u009B)([\d;:]+)/g;
/** The beginning of one at the end of a text. */
const begun = /(?:\u001B(?:\[[\d;:]*)?|\u009B[\d;:]*)$/;
/** Characters kept of one; longer ones mean nothing. */
const maxBegun = 64;

/**
 * Cuts absurd numbers in control sequences: a few bytes that repeat a letter two thousand million times would cost
 * whoever plays them all memory. A sequence cut in two is handed on with its second part.
 */
export const createCountClamp = (maxCount: number) => {
	const clamp = (text: string) =>
		text.replace(
			sequence,
			(_, start: string, numbers: string) =>
				start + numbers.replace(/\d{4,}/g, number => String(Math.min(maxCount, Number(number)))),
		);
	let held = '';
	return (data: string): string => {
		const text = held + data;
		const tail = begun.exec(text)?.[0] ?? '';
		held = clamp(tail).slice(0, maxBegun);
		return clamp(text.slice(0, text.length - tail.length));
	};
};
