import {cleanText} from '../screen/clean-text.js';
import {statusWords} from '../screen/status.js';
import {glyphs} from '../screen/theme.js';
import type {BookView} from '../store/market-view.js';
import {titleParts} from './depth/depth-notes.js';
import {frozenTexts} from './market-title.js';
import type {PaneInput} from './pane.js';
import {firstFitting, type Part} from './pane-frame.js';

type TitleInput = Pick<PaneInput, 'book' | 'place' | 'isFocused' | 'width' | 'frozenSince'>;

/** Of a screen that stands still: nothing of it is told as if it were now. */
const frozenParts = (
	{book, place, isFocused, width}: TitleInput,
	subject: string,
	since: string,
): readonly Part[] => {
	const {glyph, role} = statusWords[book.status];
	const name: readonly Part[] = [
		['muted', `${place} `],
		[isFocused ? 'focusTitle' : 'title', cleanText(book.title, 20)],
	];
	const about: readonly Part[] = subject === '' ? [] : [['text', ` ${subject}`]];
	const was: readonly Part[] = [
		['faint', ` ${glyphs.dot} `],
		['muted', 'was '],
		[role, `${glyph} ${book.status}`],
	];
	const [long = [], short = []] = frozenTexts(since).map((words): readonly Part[] => [
		['faint', ` ${glyphs.rule} `],
		['accent', words],
	]);
	const tails = [[...long, ...was], [...short, ...was], long, short];
	const choices = tails.map(tail => [...name, ...about, ...tail]);
	return firstFitting([...choices, [...name, ...short]], width - 6);
};

/** A title, and what it was made of. */
type Held = Pick<TitleInput, 'place' | 'isFocused' | 'width'> &
	Pick<BookView, 'status'> & {
		readonly second: number;
		readonly receivedAt: number;
		readonly parts: readonly Part[];
	};

/**
 * Makes the title of a book's pane, `subject` after its name. Held for a second at a time: an age of
 * tenths that changes with every message is only noise.
 */
export const createTitle = (subject: string) => {
	let last: Held | null = null;
	return (input: TitleInput, now: number): readonly Part[] => {
		const {book, place, isFocused, width, frozenSince = null} = input;
		if (frozenSince !== null) return frozenParts(input, subject, frozenSince);
		const {status} = book;
		const receivedAt = book.receivedAt ?? 0;
		const second = Math.floor(now / 1000);
		const isHeld =
			last?.second === second &&
			last.status === status &&
			last.place === place &&
			last.isFocused === isFocused &&
			last.width === width &&
			receivedAt - last.receivedAt <= 1000;
		if (!last || !isHeld) {
			const parts = titleParts(book, place, isFocused, now, width - 6, subject);
			last = {second, status, place, isFocused, width, receivedAt, parts};
		}
		return last.parts;
	};
};
