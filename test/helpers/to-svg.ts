import type {Terminal} from '@xterm/headless';
import {cellOf, type Cell} from './cells.js';

const cellWidth = 8.43;
const cellHeight = 16.4;
const top = 34;
const padding = 12;
const foreground = '#c9d1d9';
const background = '#0d1117';

const entities: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;'};
const escapeXml = (text: string) => text.replace(/[&<>]/g, character => entities[character] ?? '');

type Run = {x: number; end: number; text: string; fg: string; bg: string | undefined; cell: Cell};

/** Neighbouring cells of one look. */
const runsOf = (term: Terminal, row: number): readonly Run[] => {
	const runs: Run[] = [];
	let key = '';
	for (let x = 0; x < term.cols; x++) {
		const cell = cellOf(term, x, row);
		if (!cell || cell.width === 0) continue;
		let fg = cell.fg ?? foreground;
		let bg = cell.bg;
		if (cell.inverse) [fg, bg] = [bg ?? background, fg];
		const run = runs.at(-1);
		const newKey = [fg, bg, cell.bold, cell.dim, cell.underline].join();
		if (run && newKey === key && run.end === x) {
			run.text += cell.char;
			run.end = x + cell.width;
		} else {
			runs.push({x, end: x + cell.width, text: cell.char, fg, bg, cell});
		}
		key = newKey;
	}
	return runs;
};

const toRect = ({x, end, bg}: Run, y: number) =>
	bg === undefined || bg === background
		? ''
		: `<rect x="${(padding + x * cellWidth).toFixed(1)}" y="${y.toFixed(1)}" width="${((end - x) * cellWidth).toFixed(1)}" height="${(cellHeight + 0.1).toFixed(1)}" fill="${bg}"/>`;

const toText = ({x, text, fg, cell}: Run, y: number) => {
	const shown = text.trim();
	if (shown === '') return '';
	const lead = text.length - text.trimStart().length;
	const look =
		(cell.bold ? ' font-weight="bold"' : '') +
		(cell.dim ? ' opacity="0.6"' : '') +
		(cell.underline ? ' text-decoration="underline"' : '');
	return `<text x="${(padding + (x + lead) * cellWidth).toFixed(1)}" y="${(y + 12.8).toFixed(1)}" fill="${fg}" textLength="${(shown.length * cellWidth).toFixed(1)}" xml:space="preserve"${look}>${escapeXml(shown)}</text>`;
};

/** A picture of a terminal's screen in a window frame. */
export const toSvg = (term: Terminal, title = 'steem-tui'): string => {
	const width = term.cols * cellWidth + padding * 2;
	const height = term.rows * cellHeight + top + padding;
	const lights = ['#ff5f56', '#ffbd2e', '#27c93f'].map(
		(fill, index) => `<circle cx="${18 + 20 * index}" cy="17" r="6" fill="${fill}"/>`,
	);
	const rows = Array.from({length: term.rows}, (_, row) => {
		const y = top + row * cellHeight;
		const runs = runsOf(term, row);
		return runs.map(run => toRect(run, y)).join('') + runs.map(run => toText(run, y)).join('');
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width.toFixed(0)}" height="${height.toFixed(0)}" viewBox="0 0 ${width.toFixed(0)} ${height.toFixed(0)}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">`,
		`<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
		...lights,
		`<text x="${width / 2}" y="22" fill="#8b949e" text-anchor="middle">${escapeXml(title)}</text>`,
		...rows,
		'</svg>',
	].join('\n');
};
