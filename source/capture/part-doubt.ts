import type {CaptureEvent} from './capture-format.js';
import type {FileItem} from './capture-item.js';
import type {Part} from './part.js';
import {toTextKey} from './text-key.js';

/** A part that goes on writes down at once, without waiting for anything, what is open. */
const momentMs = 100;

/** What is held back of a part in doubt: more than it opens and is told before it is known. */
const maxHeld = 20_000;

/**
 * A part that has begun, and may go on with what is open: by what it tells first. `expected` is what
 * it has to open before it does anything else, by its own number, as keys; `isKept` whether an answer is the
 * one kept by the recorder.
 */
export const createDoubt = (
	part: Part,
	expected: Map<number, string>,
	isKept: (url: string, data: string) => boolean,
) => {
	/** When its last answer was, or its beginning. */
	let since = part.offsetMs;
	const held: FileItem[] = [];

	const judgeEvent = (event: CaptureEvent): boolean | null => {
		if (event.t - since > momentMs) return false;
		switch (event.kind) {
			case 'http': {
				const isSame = isKept(event.url, event.data);
				return isSame && expected.size > 0 ? null : isSame;
			}
			case 'open': {
				const {connection, url} = event;
				if (expected.get(connection) !== toTextKey(url)) return false;
				expected.delete(connection);
				return expected.size === 0 ? true : null;
			}
			case 'sent':
			case 'ws':
				return expected.has(event.connection) ? false : null;
			case 'ping':
			case 'close':
			case 'marker':
				return false;
		}
	};

	const judge = (item: FileItem): boolean | null => {
		const isOwn = item.file === part.path;
		if (item.type === 'end') return isOwn ? false : null;
		// What it goes on with may have been in what is lost.
		if (item.type === 'defect') return isOwn && item.code === 'lost' ? false : null;
		if (!isOwn) return item.event.t - since > momentMs ? false : null;
		if (held.length > maxHeld) return false;
		const verdict = judgeEvent(item.event);
		if (item.event.kind === 'http') since = item.event.t;
		return verdict;
	};

	return {
		part,
		/** Holds an item back, and tells whether the part goes on; null where that is still open. */
		take(item: FileItem): boolean | null {
			held.push(item);
			return judge(item);
		},
		/** What was held back, of all files and in its order. */
		held: (): readonly FileItem[] => held,
	};
};

export type Doubt = ReturnType<typeof createDoubt>;
