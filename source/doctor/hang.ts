import {wrapWords} from '../screen/clean-text.js';

/** Cells that words need at the least: in fewer the terminal breaks them as well. */
const leastCells = 24;

/** Characters of which no more are wrapped. */
const mostWrapped = 1000;

/** Of the terminal that is printed to; null where there is none. */
export const columnsOf = ({stdout}: NodeJS.Process): number | null =>
	stdout.isTTY ? stdout.columns : null;

/** A text in the lines of a terminal of so many columns, the others below the first, which is indented; as it is for null. */
export const hang = (text: string, indent: number, columns: number | null): string =>
	columns === null || columns - indent < leastCells || text.length > mostWrapped
		? text
		: wrapWords(text, columns - indent).join(`\n${' '.repeat(indent)}`);
