import type {EventEmitter} from 'node:events';
import type {ScreenLine} from './cell-row.js';
import {clear, createFrameDiff} from './frame-diff.js';
import {mouseOff, mouseOn} from './mouse.js';
import {pasteOff, pasteOn} from './paste.js';
import {beginSync, endSync} from './synchronized.js';

/** The part of a terminal stream that is used; a test hands in its own. */
export type TerminalOutput = Pick<EventEmitter, 'on' | 'off'> & {
	/** 0 where the terminal does not tell. */
	readonly columns: number;
	/** 0 where the terminal does not tell. */
	readonly rows: number;
	/** False where nothing more should be written before `drain`. */
	write(text: string): boolean;
	/** Stands still until nothing waits any more, but no longer than so many milliseconds. */
	flush?(ms: number): void;
	/** Bits: 1, 4, 8 or 24. */
	getColorDepth?(): number;
};

export type ScreenWriter = {
	/** Takes the terminal over: alternate screen, no cursor, no automatic line wrap. */
	enter(): void;
	/** Brings the terminal to these lines, each exactly as wide as the screen; writes only the cells that changed. */
	write(lines: readonly ScreenLine[]): void;
	/** Forgets what is on the screen: the next write clears it first. For resizes. */
	forget(): void;
	/** As `forget`, and sets anew all that somebody else may have changed. */
	renew(): void;
	/** Lets the terminal show each frame at once from now on: it has said that it can. */
	synchronize(): void;
	/** All that brings a blank terminal to what this one shows; without a frame, an empty screen taken over. */
	picture(): string;
	/** Whether the terminal tells of the mouse while it is taken over. At first it does not. */
	setMouse(isOn: boolean): void;
	/**
	 * Gives the terminal back as it was. Synchronous, and safe to call at any time, any number of times; a terminal
	 * that reads nothing is waited for a moment and no longer.
	 */
	restore(): void;
};

/** How long a terminal that reads nothing holds up what comes after it is given back. */
const restoreMs = 100;

const csi = '\u001B[';
const bare = `${csi}?25l${csi}?7l`;
const enterSequence = `${csi}?1049h${bare}`;
const restoreSequence = `${csi}0m${csi}?7h${csi}?25h${csi}?1049l`;

/** A terminal's stream, which may be slow or gone: both are told. */
const createStream = (stdout: TerminalOutput, onGone: () => void, onDrained: () => void) => {
	let isBlocked = false;
	let isGone = false;
	let isHeard = false;

	const handleError = () => {
		if (isGone) return;
		isGone = true;
		onGone();
	};
	const handleDrain = () => {
		isBlocked = false;
		onDrained();
	};

	return {
		/** Whether it takes nothing before it has drained. */
		isBlocked: () => isBlocked,
		isGone: () => isGone,
		open() {
			stdout.on('drain', handleDrain);
			if (!isHeard) stdout.on('error', handleError);
			isHeard = true;
			isBlocked = false;
		},
		send(text: string) {
			if (isGone) return;
			try {
				if (!stdout.write(text)) isBlocked = true;
			} catch {
				// A destroyed stream throws instead of emitting; either way there is nobody to write to.
				handleError();
			}
		},
		/** The error listener stays: a late EPIPE must not end the process with a stack trace. */
		close() {
			stdout.off('drain', handleDrain);
		},
	};
};

/**
 * The one owner of the terminal. A stream that cannot keep up gets no more frames until it has
 * drained, and then only the newest; one that is gone (EPIPE, EIO) ends the writing quietly and is
 * reported once.
 */
export const createScreenWriter = (stdout: TerminalOutput, onGone: () => void): ScreenWriter => {
	const shown = createFrameDiff();
	let waiting: readonly ScreenLine[] | null = null;
	let isEntered = false;
	let hasMouse = false;
	let isSynchronized = false;

	const stream = createStream(stdout, onGone, () => {
		if (waiting) write(waiting);
	});

	const write = (lines: readonly ScreenLine[]) => {
		if (!isEntered || stream.isGone()) return;
		if (stream.isBlocked()) {
			waiting = lines;
			return;
		}
		waiting = null;
		const changes = shown.changeTo(lines);
		if (changes === '') return;
		stream.send(isSynchronized ? beginSync + changes + endSync : changes);
	};

	return {
		enter() {
			if (isEntered) return;
			isEntered = true;
			// Whatever the terminal showed, somebody else may have written to it since.
			shown.forget();
			stream.open();
			stream.send(enterSequence + pasteOn + (hasMouse ? mouseOn : ''));
		},
		write,
		picture: () => enterSequence + clear + shown.all(),
		setMouse(isOn) {
			if (isOn !== hasMouse && isEntered) stream.send(isOn ? mouseOn : mouseOff);
			hasMouse = isOn;
		},
		forget: shown.forget,
		renew() {
			shown.forget();
			if (isEntered) stream.send(bare + pasteOn + (hasMouse ? mouseOn : mouseOff));
		},
		synchronize() {
			isSynchronized = true;
		},
		restore() {
			if (!isEntered) return;
			isEntered = false;
			waiting = null;
			stream.close();
			// A frame may have been cut off before its end.
			const open = isSynchronized ? endSync : '';
			stream.send(open + (hasMouse ? mouseOff : '') + pasteOff + restoreSequence);
			// Whoever restores is about to end or to be stopped.
			stdout.flush?.(restoreMs);
		},
	};
};
