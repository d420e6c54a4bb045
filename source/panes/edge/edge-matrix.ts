import {clip, fitCells} from '../../screen/cells.js';
import {formatSignedPercent} from '../../screen/format.js';
import {statusWords} from '../../screen/status.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import type {BookView} from '../../store/market-view.js';
import {nameOf} from '../market-title.js';
import type {PaneInput} from '../pane.js';
import {paintParts, type Part} from '../pane-frame.js';
import {roleOfNet} from './edge-block.js';
import type {Direction} from './edge-tracker.js';

/** Cells of a net in percent, and of the gap before it, in which the best has its mark. */
const leastCell = '▸−0.123'.length;
/** Cells of a name that tell it. */
const leastName = 8;
const mostCell = 14;

/** `−0.295`, in percent; as many decimals as there is room for beside the mark. */
const netText = (share: number, cell: number): string => {
	const texts = [3, 2, 1].map(decimals => formatSignedPercent(share, decimals).replace(' %', ''));
	return texts.find(text => text.length < cell) ?? '';
};

const headingOf = (width: number): string =>
	['net %, buy ↓ sell →', 'buy ↓ sell →', 'buy↓ sell→', ''].find(text => text.length < width) ?? '';

/** Sign and spaces beside a name. */
const besideName = 4;

/** Cells of the names at the left, cut where there is no room for longer ones. */
const nameCells = (books: readonly BookView[], inner: number): number => {
	const widest = Math.max(...books.map(book => nameOf(book).length));
	return Math.min(widest, Math.max(leastName, inner - besideName - books.length * leastCell));
};

/** Whether the table has a place of that size for every way. */
export const hasRoomForMatrix = ({view: {books}, width}: PaneInput, room: number): boolean =>
	nameCells(books, width - 2) + besideName + books.length * leastCell <= width - 2 &&
	books.length < room;

/**
 * A row for each exchange that is bought on, a column for each that is sold on: the net of every way, after fees. The
 * best is marked; what is not there whole, or not live, is a dot.
 */
export const paintMatrix = (
	theme: Theme,
	{view: {books}, selected, width}: PaneInput,
	directions: readonly Direction[],
	best: Direction | null,
): readonly string[] => {
	const inner = width - 2;
	const names = nameCells(books, inner);
	const wide = Math.floor((inner - names - 5) / books.length);
	const cell = Math.min(mostCell, Math.max(leastCell, wide));
	const label = Math.max(names + besideName, Math.min(inner - cell * books.length - 1, 24));
	const roleOf = (book: BookView, otherwise: Role): Role =>
		book.key === selected ? 'focusTitle' : otherwise;
	const heading = books.map((book): Part => [
		roleOf(book, 'label'),
		clip(nameOf(book), cell - 1).padStart(cell),
	]);
	const cellOf = (buy: BookView, sell: BookView): Part => {
		if (buy === sell) return ['text', ' '.repeat(cell)];
		const way = directions.find(other => other.buy === buy && other.sell === sell);
		const edge = way?.edge;
		if (!edge?.isWhole) return ['faint', glyphs.dot.padStart(cell)];
		const isBest = way === best;
		const text = netText(edge.netShare, cell);
		const role = edge.net.units > 0 || isBest ? roleOfNet(edge.net) : 'text';
		return [role, `${isBest ? glyphs.cursor : ''}${text}`.padStart(cell)];
	};
	const line = (parts: readonly Part[]) => fitCells(paintParts(theme, parts), inner);
	return [
		line([['label', ` ${headingOf(label)}`.padEnd(label)], ...heading]),
		...books.map(book => {
			const {glyph, role} = statusWords[book.status];
			const name: Part = [roleOf(book, 'title'), clip(nameOf(book), label - 4).padEnd(label - 3)];
			return line([
				['text', ' '],
				[role, `${glyph} `],
				name,
				...books.map(sell => cellOf(book, sell)),
			]);
		}),
	];
};
