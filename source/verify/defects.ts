import type {DefectCode as ReaderDefect} from '../capture/capture-item.js';

/**
 * What keeps a capture from being a whole and true record:
 * - `unreadable-line`, `backwards`, `jump`, `truncated`: the file itself, as its reader found it;
 * - `unreadable-message`: one the exchange's client cannot read; `no-connection`: one on a connection
 *   that was not opened, or was closed before; `unclosed`: one that is opened again, and nothing tells how it
 *   ended; `unfed`: one, or one of its topics, that brings nothing any more of a book while another does;
 *   `stopped`: its updates ended while a snapshot was ahead of them, and none came up to that in time;
 * - `gap`: updates of a book are missing; `crossed`: its best bid was at or above its best ask;
 * - `different`: a later snapshot does not agree with it; `no-book`: messages came, but no snapshot
 *   that they link to, at any time or at the end, or only one whose ids fell.
 * - `too-many-books`: more than are followed at once.
 * A lost connection, a resync that was not caused by a gap and a snapshot that came too early are
 * counted, but are no defects: they belong to what was recorded.
 */
export type DefectCode =
	| 'unreadable-line'
	| 'backwards'
	| 'jump'
	| 'truncated'
	| 'unreadable-message'
	| 'no-connection'
	| 'unclosed'
	| 'unfed'
	| 'stopped'
	| 'gap'
	| 'crossed'
	| 'different'
	| 'no-book'
	| 'too-many-books';

/** What the reader of the files found; null for what costs nothing. */
export const readerDefects: Readonly<Record<ReaderDefect, DefectCode | null>> = {
	unreadable: 'unreadable-line',
	backwards: 'backwards',
	jump: 'jump',
	truncated: 'truncated',
	damaged: 'truncated',
	lost: 'truncated',
	stray: null,
	unclosed: 'unclosed',
};

export type Defect = {
	/** What kind of thing is wrong. */
	readonly code: DefectCode;
	/** How many of the kind, here. */
	readonly count: number;
	/** The first of them, in words. */
	readonly detail: string;
	/** Milliseconds since the start of the capture, of the first. */
	readonly t: number;
};

/** Places of a kind that are told apart; what comes elsewhere is counted together. */
const maxPlaces = 20;

/** Counts defects by kind and place; keeps the first of each. */
export const createDefects = () => {
	const places = new Map<DefectCode, number>();
	const defects = new Map<string, {-readonly [Field in keyof Defect]: Defect[Field]}>();
	return {
		add(code: DefectCode, place: string, detail: string, t: number) {
			const count = places.get(code) ?? 0;
			const own = defects.get(`${code} ${place}`);
			const isElsewhere = !own && count >= maxPlaces;
			const key = isElsewhere ? code : `${code} ${place}`;
			const known = own ?? defects.get(key);
			if (known) {
				known.count++;
				return;
			}
			if (!isElsewhere) places.set(code, count + 1);
			const where = isElsewhere ? `in other places, first ${place}` : place;
			defects.set(key, {code, count: 1, detail: detail && `${where}: ${detail}`, t});
		},
		all: (): readonly Defect[] => [...defects.values()],
	};
};
