import type {Terminal} from '@xterm/headless';

export {cellOf, frameOf, type Cell} from '../../source/export/cells.js';

export const lineOf = (term: Terminal, row: number): string => {
	const buffer = term.buffer.active;
	return buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '';
};

export const textOf = (term: Terminal): string =>
	Array.from({length: term.rows}, (_, row) => lineOf(term, row)).join('\n');

export const findText = (term: Terminal, text: string): {x: number; y: number} | null => {
	for (let y = 0; y < term.rows; y++) {
		const x = lineOf(term, y).indexOf(text);
		if (x >= 0) return {x, y};
	}
	return null;
};
