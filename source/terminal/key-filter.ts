import {createCsi, type CsiReplies} from './csi-sequence.js';
import {fromC1, isPrintable} from './key-codes.js';
import {isIntroducer, type Next, type Sequence} from './sequence.js';
import {createEscape, createMouseX10, createPaste, createSs3, escape} from './short-sequences.js';
import {createString} from './string-sequence.js';

/** What the terminal says that is no key. */
export type Replies = CsiReplies & {
	/** An OSC string, as `11;rgb:ffff/ffff/ffff`, of which the beginning is kept. */
	onString(text: string): void;
};

/** Takes apart what the terminal sends: keys the app can know, and what is none. */
export type KeyFilter = {
	/** The keys of what came. Sequences may be cut anywhere. */
	read(input: string): string;
	/**
	 * How long a sequence that has begun may be quiet before it is taken for over; null where none has begun.
	 * While answers are awaited, it may be longer.
	 */
	patience(isAsking: boolean): number | null;
	/** Takes the sequence that has begun for over: the keys of it. */
	giveUp(): string;
};

/** Begins to read a sequence; see `createCsi` for `isWeak`. */
const openSequence = (next: Next, isWeak: boolean, replies: Replies): Sequence => {
	switch (next) {
		case 'escape':
			return createEscape();
		case '[':
			return createCsi(isWeak, replies);
		case 'O':
			return createSs3();
		case 'mouse-x10':
			return createMouseX10();
		case 'paste':
			return createPaste();
		case 'P':
		case 'X':
		case ']':
		case '^':
		case '_':
			return createString({introducer: next, isWeak, onString: text => replies.onString(text)});
	}
};

/**
 * Lets through printable text, controls that are keys, and sequences of keys that can be bound and of the mouse,
 * each in one form; all others are taken out whole. Otherwise an answer's or an unknown key's letters would be keys.
 */
export const createKeyFilter = (replies: Replies): KeyFilter => {
	/** The one that is being read; null between sequences. */
	let sequence: Sequence | null = null;
	/** Escape was given out as a key, but a sequence may still follow that was cut right after it. */
	let isAfterEscape = false;

	const begin = (next: Next | null, isWeak = false) => {
		sequence = next === null ? null : openSequence(next, isWeak, replies);
	};

	/** Reads what is in no sequence, or begins one. */
	const readPlain = (character: string): string => {
		const wasAfterEscape = isAfterEscape;
		isAfterEscape = false;
		if (character === escape) begin('escape');
		else if (wasAfterEscape && /^[[\]]$/.test(character) && isIntroducer(character))
			begin(character, true);
		else if (wasAfterEscape && character === '\\') return '';
		else if (/^[\u0080-\u009F]$/.test(character)) {
			const introducer = fromC1(character);
			if (isIntroducer(introducer)) begin(introducer);
		} else if (/^[\u0001-\u001A\u007F]$/.test(character) || isPrintable(character))
			return character;
		return '';
	};

	const step = (character: string): string => {
		if (!sequence) return readPlain(character);
		const taken = sequence.take(character);
		if (taken.type === 'more') return '';
		begin(taken.next);
		return taken.keys + (taken.isLeft ? step(character) : '');
	};

	return {
		read(input) {
			let keys = '';
			sequence?.note?.(input.length);
			for (const character of input) keys += step(character);
			return keys;
		},
		patience: isAsking => sequence?.patience(isAsking) ?? null,
		giveUp() {
			const keys = sequence?.giveUp() ?? '';
			isAfterEscape = sequence?.endsInEscape() ?? false;
			sequence = null;
			return keys;
		},
	};
};
