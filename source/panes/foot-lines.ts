import {clip, widthOf} from '../screen/cells.js';
import {describeRetry, statusWords, whyTexts} from '../screen/status.js';
import {glyphs, type Theme} from '../screen/theme.js';
import type {BookView} from '../store/market-view.js';
import {standingTexts} from './depth/depth-notes.js';
import {nameOf} from './market-title.js';
import {paintParts, widthOfParts, type Part} from './pane-frame.js';

/** Cells of a reason that tell it as a rule. */
const leastReason = 20;

/** One line on a book: since when it is in sync; or what became of it and why, after `absent`. */
export const paintStanding = (
	theme: Theme,
	book: BookView,
	absent: string,
	now: number,
	width: number,
	nameWidth: number,
): string => {
	const {glyph, role} = statusWords[book.status];
	const head: readonly Part[] = [
		['text', ' '],
		[role, `${glyph} `],
		['text', nameOf(book).padEnd(nameWidth)],
		['text', '  '],
	];
	const room = width - widthOfParts(head) - 1;
	if (book.status === 'live') {
		const text = standingTexts(book).find(words => widthOf(words) <= room) ?? '';
		return paintParts(theme, [...head, ['label', text]]);
	}
	const [bare, ...coded] = whyTexts(book);
	const retry = describeRetry(book.retryAt, now);
	const join = (parts: readonly string[]) =>
		parts.filter(part => part !== '').join(` ${glyphs.dot} `);
	// All else gives way before the cause does.
	const choices = [[absent, retry], [absent], []];
	const told = choices.find(parts => widthOf(join([...parts, bare.slice(0, leastReason)])) <= room);
	const because = (reason: string) => join([...(told ?? []), reason]);
	const why = coded.map(because).find(text => widthOf(text) <= room) ?? clip(because(bare), room);
	return paintParts(theme, [...head, [role, why]]);
};

/** Lines under a table for so many books; few where the pane is low. */
export const footRows = (books: number, height: number): number =>
	height < 16 ? 1 : Math.min(Math.max(2, books), Math.max(2, Math.floor(height / 7)), 5);
