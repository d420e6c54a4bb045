import {wrapWords} from './clean-text.js';

/** Of a notice on a small screen: enough for a path and what is wrong with it. */
const maxLines = 6;

/** A notice in as many lines as it needs; the last one is the footer's. */
export const noticeLines = (notice: string | null, width: number): readonly string[] =>
	notice === null ? [] : wrapWords(notice, width - 2).slice(0, maxLines);
