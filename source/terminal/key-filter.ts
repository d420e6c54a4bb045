import {colorStart, wholeColor} from './background.js';
import {altKey, csiKey, escapeKey, fromC1, isPrintable, ss3Key} from './key-codes.js';
import {createPasteReader, encodePaste} from '../screen/paste.js';

/** What the terminal says that is no key. */
export type Replies = {
	/** An OSC string, as `11;rgb:ffff/ffff/ffff`, of which the beginning is kept. */
	onString(text: string): void;
	/** The answer to DA1: what terminal it is. */
	onAttributes(): void;
	/** The answer to DECRQM: a private mode, and 1 where it is on, 2 where it is off, else what cannot be changed. */
	onMode(mode: number, setting: number): void;
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

type State =
	'ground' | 'escape' | 'csi' | 'ss3' | 'string' | 'string-escape' | 'mouse-x10' | 'paste';

const escape = '\u001B';
const bell = '\u0007';
/** Quiet that ends a sequence: one that may be a key, one that may not, one that is an answer; while asking. */
const quietMs = {key: 50, other: 1000, answer: 5000, asked: 2000};
/** Characters kept of a sequence. */
const maxHeld = 64;
/** Characters after which a string that does not end is over. */
const maxLength = 65_536;

/**
 * Lets through printable text, controls that are keys, and sequences of keys that can be bound and of the mouse,
 * each in one form; all others are taken out whole. Otherwise an answer's or an unknown key's letters would be keys.
 */
export const createKeyFilter = ({onString, onAttributes, onMode}: Replies): KeyFilter => {
	let state: State = 'ground';
	/** What came of the sequence after its introducer, up to a bound. */
	let held = '';
	let length = 0;
	/** What a string began with. */
	let kind = '';
	/** Escape was given out as a key, but a sequence may still follow that was cut right after it. */
	let isAfterEscape = false;
	/** The sequence has begun so, and may be a key itself. */
	let isWeak = false;
	const paste = createPasteReader();

	const enter = (newState: State) => {
		state = newState;
		held = '';
		length = 0;
		isWeak = false;
		paste.begin();
	};
	const hold = (character: string) => {
		if (held.length < maxHeld) held += character;
		length++;
	};
	/** What a bracket meant that did not begin a sequence. */
	const bracket = (character: string) => (isWeak ? character : altKey(character));

	/** Enters what is introduced by Escape and this; false for nothing. */
	const introduce = (character: string): boolean => {
		if (character === '[') enter('csi');
		else if (character === 'O') enter('ss3');
		else if (/^[PX\]^_]$/.test(character)) {
			enter('string');
			kind = character;
		} else if (character === '\\') enter('ground');
		else return false;
		return true;
	};

	const endString = () => {
		if (kind === ']') onString(held);
		enter('ground');
	};

	const steps: Readonly<Record<State, (character: string) => string>> = {
		ground(character) {
			const wasAfterEscape = isAfterEscape;
			isAfterEscape = false;
			if (character === escape) {
				enter('escape');
				return '';
			}
			if (wasAfterEscape && /^[[\]\\]$/.test(character)) {
				introduce(character);
				isWeak = true;
				return '';
			}
			if (/^[\u0080-\u009F]$/.test(character)) {
				introduce(fromC1(character));
				return '';
			}
			return /^[\u0001-\u001A\u007F]$/.test(character) || isPrintable(character) ? character : '';
		},

		escape(character) {
			// Escape twice, or right before a key that is no letter.
			if (character === escape) return escapeKey;
			if (introduce(character)) return '';
			enter('ground');
			if (isPrintable(character)) return altKey(character);
			return escapeKey + step(character);
		},

		csi(character) {
			const isShifted = character === '$' && /^\d+$/.test(held);
			if (!isShifted && (/^[ -?]$/.test(character) || (held === '' && character === '['))) {
				hold(character);
				return '';
			}
			if (!isShifted && !/^[@-~]$/.test(character)) {
				const key = held === '' && isWeak ? '[' : '';
				enter('ground');
				return key + step(character);
			}
			const parameters = held;
			if (parameters === '' && character === 'M') enter('mouse-x10');
			else enter(parameters === '200' && character === '~' ? 'paste' : 'ground');
			if (character === 'c' && parameters.startsWith('?')) onAttributes();
			const [, mode, setting] = /^\?(\d{1,5});(\d)\$$/.exec(parameters) ?? [];
			if (character === 'y' && mode !== undefined) onMode(Number(mode), Number(setting));
			return csiKey(parameters, character);
		},

		ss3(character) {
			if (/^[\d;]$/.test(character)) {
				hold(character);
				return '';
			}
			enter('ground');
			return /^[ -~]$/.test(character) ? ss3Key(character) : step(character);
		},

		string(character) {
			if (character === escape) {
				state = 'string-escape';
				return '';
			}
			if (character === bell || character === '\u009C') {
				endString();
				return '';
			}
			// Ctrl-C and Ctrl-Z are heard in any case.
			if (/^[\u0003\u0018\u001A]$/.test(character)) {
				endString();
				return step(character);
			}
			if (length === 0 && isWeak && !/^\d$/.test(character)) {
				enter('ground');
				return `]${step(character)}`;
			}
			// An answer without its end.
			if (kind === ']' && wholeColor.test(held) && !colorStart.test(held + character)) {
				endString();
				return step(character);
			}
			hold(character);
			if (length > maxLength) endString();
			return '';
		},

		'string-escape'(character) {
			endString();
			if (character === '\\') return '';
			state = 'escape';
			return step(character);
		},

		'mouse-x10'(character) {
			if (/^[\u0000-\u001F]$/.test(character)) {
				enter('ground');
				return step(character);
			}
			hold(character);
			if (length === 3) enter('ground');
			return '';
		},

		paste(character) {
			const text = paste.take(character);
			if (text === null) return '';
			enter('ground');
			return encodePaste(text);
		},
	};

	function step(character: string): string {
		return steps[state](character);
	}

	return {
		read(input) {
			let keys = '';
			paste.note(input.length);
			for (const character of input) keys += step(character);
			return keys;
		},

		patience(isAsking) {
			const {key, other, answer, asked} = quietMs;
			const first = isAsking ? asked : key;
			switch (state) {
				case 'ground':
					return null;
				case 'escape':
					return key;
				case 'csi':
					if (held === '') return first;
					return held.startsWith('?') ? answer : other;
				case 'ss3':
					return held === '' ? key : other;
				case 'string':
					if (held === '') return kind === ']' ? first : key;
					return kind === ']' && colorStart.test(held) ? answer : other;
				case 'string-escape':
					return isAsking ? asked : other;
				case 'mouse-x10':
					return other;
				case 'paste':
					return paste.patience();
			}
		},

		giveUp() {
			const before = state;
			const isBare = held === '';
			const introducer = {csi: '[', ss3: 'O', string: kind}[before as string];
			const key = isBare && introducer !== undefined ? bracket(introducer) : '';
			if (before === 'string' || before === 'string-escape') endString();
			else enter('ground');
			isAfterEscape = before === 'escape' || before === 'string-escape';
			return before === 'escape' ? escapeKey : key;
		},
	};
};
