import {wrapWords} from './clean-text.js';
import type {Size} from './screen.js';

/** Of a notice on a small screen: enough for a path and what is wrong with it. */
const maxLines = 6;

/** Rows that an open menu needs at the least. */
const menuRows = 9;

export type NoticeLines = {
	/** Between the panes and the footer, which make room for them: nothing is covered. */
	readonly above: readonly string[];
	/** In place of the keys; null for the keys. */
	readonly inFooter: string | null;
};

/** A notice in as many lines as it needs. A menu keeps its keys: what is typed leads nowhere without them. */
export const noticeLines = (
	notice: string | null,
	{columns, rows}: Size,
	hasMenu: boolean,
): NoticeLines => {
	if (notice === null) return {above: [], inFooter: null};
	const most = hasMenu ? Math.max(1, Math.min(maxLines, rows - menuRows)) : maxLines;
	const lines = wrapWords(notice, columns - 2).slice(0, most);
	if (hasMenu) return {above: lines, inFooter: null};
	return {above: lines.slice(0, -1), inFooter: lines.at(-1) ?? null};
};
