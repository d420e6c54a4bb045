import {titleParts} from './depth/depth-notes.js';
import type {PaneInput} from './pane.js';
import type {Part} from './pane-frame.js';

type TitleInput = Pick<PaneInput, 'book' | 'place' | 'isFocused' | 'width'>;

/**
 * Makes the title of a book's pane, `subject` after its name. Held for a second at a time: an age of
 * tenths that changes with every message is only noise.
 */
export const createTitle = (subject: string) => {
	let last: {key: string; receivedAt: number; parts: readonly Part[]} | null = null;
	return ({book, place, isFocused, width}: TitleInput, now: number): readonly Part[] => {
		const key = `${Math.floor(now / 1000)} ${book.status} ${place} ${isFocused} ${width}`;
		const receivedAt = book.receivedAt ?? 0;
		if (last?.key !== key || receivedAt - last.receivedAt > 1000) {
			const parts = titleParts(book, place, isFocused, now, width - 6, subject);
			last = {key, receivedAt, parts};
		}
		return last.parts;
	};
};
