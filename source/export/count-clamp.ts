/** Cells of the terminal. */
export type ClampSize = {readonly columns: number; readonly rows: number};

/** Programs that want to know the size of the terminal send the cursor that far. */
const leastPlace = 1000;

/** Modes (`?2026`) have numbers of their own; none is larger. */
const maxMode = 65_535;

/** Characters of a sequence; longer ones mean nothing, and are left out. */
const maxLength = 1024;

type Unit = 'place' | 'row' | 'column' | 'cell';

/** What is counted by those sequences whose number is how often something is done; by their last letters. */
const units: Readonly<Record<string, Unit>> = {
	...{L: 'row', M: 'row', S: 'row', T: 'row', '^': 'row'},
	...{'@': 'column', P: 'column', X: 'column', I: 'column', Z: 'column'},
	...{' @': 'column', ' A': 'column', "'}": 'column', "'~": 'column'},
	b: 'cell',
};

const limitOf = (unit: Unit, {columns, rows}: ClampSize): number => {
	switch (unit) {
		case 'place':
			return Math.max(leastPlace, columns, rows);
		case 'row':
			return rows;
		case 'column':
			return columns;
		case 'cell':
			return columns * rows;
	}
};

/** A whole sequence, with no number above what it can mean. */
const clampSequence = (sequence: string, size: ClampSize): string => {
	const [, isPrivate, letters = ''] = /^\D+?([<=>?]?)[\d;:]*([^\d;:<=>?]*)$/.exec(sequence) ?? [];
	const limit = isPrivate ? maxMode : limitOf(units[letters] ?? 'place', size);
	return sequence.replace(/\d+/g, number =>
		Number(number) > limit ? String(limit) : number.length > 9 ? String(Number(number)) : number,
	);
};

const isAlternate = (sequence: string) => /\?(?:.*;)?(?:47|1047|1049)(?:;.*)?[hl]$/.test(sequence);

/** What a clamped sequence costs a terminal, in letters drawn one by one: to fill cells costs a fifth of that. */
const workOf = (sequence: string, {columns, rows}: ClampSize): number => {
	const [, number = '1', letters = ''] = /^\D*(\d*)[^@-~]*?([ -/]*[@-~])$/.exec(sequence) ?? [];
	const count = Number(number || '1');
	if (letters === 'b') return count;
	if (/^[LMST]$/.test(letters)) return (count * columns) / 3;
	const isOfAll = letters === 'J' || letters.length > 1 || isAlternate(sequence);
	return isOfAll ? (columns * rows) / 5 : 1;
};

const start = /[\u001B\u009B]/g;
const isRestart = (character: string) => character === '\u001B' || character === '\u009B';
/** CAN, SUB and the controls of eight bits, which end a sequence that is not over. */
const isEnd = (character: string) => /[\u0018\u001A\u0080-\u009F]/.test(character);
const isControl = (character: string) => character < ' ' || character === '\u007F';
const deletes = /\u007F/g;
const lineFeeds = /[\n\v\f]/g;
const isIntroduced = (sequence: string) => sequence !== '\u001B';

/**
 * Cuts absurd numbers in control sequences (CSI) to what the screen holds: a few bytes that repeat a letter two
 * thousand million times would cost whoever plays them all memory. Follows them as a terminal does: over the
 * pieces of a text, and with other controls in their midst, which are handed on before them. DEL is left out: terminals
 * ignore it, and the one that plays casts stumbles over it.
 */
export const createCountClamp = (size: ClampSize) => {
	let now = size;
	let work = 0;
	/** What has come of a sequence; null outside of one. */
	let sequence: string | null = null;

	/** Takes the next character of a sequence; returns what can be handed on. */
	const step = (before: string, character: string): string => {
		if (isRestart(character)) {
			sequence = character;
			return '';
		}
		if (isEnd(character)) {
			sequence = null;
			return character;
		}
		if (isControl(character)) return character.replace(deletes, '');
		if (!isIntroduced(before)) {
			sequence = character === '[' ? `${before}[` : null;
			if (sequence === null) work += (now.columns * now.rows) / 3;
			return sequence === null ? before + character : '';
		}
		if (character < '@') {
			sequence = before.length < maxLength ? before + character : before;
			return '';
		}
		sequence = null;
		if (before.length >= maxLength) return '';
		const clamped = clampSequence(before + character, now);
		work += workOf(clamped.slice(clamped.startsWith('\u001B') ? 2 : 1), now);
		return clamped;
	};

	return {
		/** What the sequences and sizes so far cost a terminal, in letters drawn one by one. */
		work: () => work,
		resize(to: ClampSize) {
			work += (now.columns * now.rows + to.columns * to.rows) / 5;
			now = to;
		},
		/** What begins in one text and ends in another is handed on with the second one. */
		clamp(data: string): string {
			const parts: string[] = [];
			for (let at = 0; at < data.length;) {
				if (sequence !== null) {
					parts.push(step(sequence, data.charAt(at++)));
					continue;
				}
				start.lastIndex = at;
				const next = start.exec(data)?.index ?? data.length;
				const text = data.slice(at, next).replace(deletes, '');
				work += (text.match(lineFeeds)?.length ?? 0) * now.columns;
				parts.push(text);
				sequence = data.charAt(next) || null;
				at = next + 1;
			}
			return parts.join('');
		},
	};
};
