/** What introduces a sequence, after Escape; each letter names one kind. */
export type Introducer = '[' | 'O' | 'P' | 'X' | ']' | '^' | '_';

export const isIntroducer = (character: string): character is Introducer =>
	/^[[OPX\]^_]$/.test(character);

/** What may follow a sequence right away, or a part of one. */
export type Next = Introducer | 'escape' | 'mouse-x10' | 'paste';

/** What a character did to the sequence that was being read. */
export type Taken =
	| {readonly type: 'more'}
	| {
			readonly type: 'over';
			/** Those that it is known by now to have been. */
			readonly keys: string;
			/** What is read from now on; null for no sequence. */
			readonly next: Next | null;
			/** Whether the character was none of this sequence: it is still to be read. */
			readonly isLeft: boolean;
	  };

export const more: Taken = {type: 'more'};

export const over = (keys = '', next: Next | null = null): Taken => ({
	type: 'over',
	keys,
	next,
	isLeft: false,
});

/** Over before the character that came. */
export const overBefore = (keys = '', next: Next | null = null): Taken => ({
	type: 'over',
	keys,
	next,
	isLeft: true,
});

/** A sequence that has begun. Each kind owns what came of it. */
export type Sequence = {
	take(character: string): Taken;
	/** Tells, before its characters are taken, how long a read is. */
	note?(length: number): void;
	/** Milliseconds of quiet after which it is over; answers that were asked for may be longer in coming. */
	patience(isAsking: boolean): number;
	/** It is over without an end: the keys of it. */
	giveUp(): string;
	/** Whether it ends in an Escape, after which a sequence may still follow. */
	endsInEscape(): boolean;
};

/** Quiet that ends a sequence: one that may be a key, one that may not, one that is an answer; while asking. */
export const quietMs = {key: 50, other: 1000, answer: 5000, asked: 2000} as const;

/** Characters kept of a sequence. */
const maxHeld = 64;

/** What came of a sequence after its introducer, up to a bound. */
export const createHeld = () => {
	let text = '';
	let length = 0;
	return {
		text: () => text,
		/** Of all that came. */
		length: () => length,
		add(character: string) {
			if (text.length < maxHeld) text += character;
			length++;
		},
	};
};
