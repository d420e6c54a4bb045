import type {Clock} from '../clock.js';
import {createCompositor, type Layer, type Rect} from './compositor.js';
import {createAsciiScreen} from './to-ascii.js';
import {createScreenWriter, type TerminalOutput} from './screen-writer.js';

export type Size = {readonly columns: number; readonly rows: number};

/** What a live region shows now, and when it would look different with nothing new coming in. */
export type Painting = {
	/** As many lines as the region is high, each as wide as it is. The same array if nothing changed. */
	readonly lines: readonly string[];
	/** Epoch milliseconds; null where time changes nothing (ages, fading and countdowns do). */
	readonly repaintAt: number | null;
};

export type Region = {
	readonly rect: Rect;
	/** Null for an overlay, which Ink draws itself: it only keeps the regions under it from showing. */
	readonly paint: ((now: number) => Painting) | null;
};

/** The terminal as the app sees it: Ink's frame below, live regions on top, one writer. */
export type Screen = {
	getSize(): Size;
	/** Calls back after each resize. Returns unsubscribe. */
	onResize(listener: () => void): () => void;
	/** Takes a whole frame of Ink's; painted once the layout effects that follow it have run. */
	setBase(frame: string): void;
	setRegion(id: string, region: Region): void;
	removeRegion(id: string): void;
	/** Where it is; null while there is none of that name. */
	rectOf(id: string): Rect | null;
	/** Paints the live regions anew and writes the lines that changed. */
	paint(): void;
	/** Clears the terminal and paints all of it, whatever others have written there or set. */
	repaint(): void;
	/** See `ScreenWriter.synchronize`. */
	synchronize(): void;
	/** See `ScreenWriter.picture`. */
	picture(): string;
	/** See `ScreenWriter.setMouse`. */
	setMouse(isOn: boolean): void;
	/** Takes the terminal over; after `restore` once more, and paints it anew. */
	enter(): void;
	/** Ends the painting and gives the terminal back; see `ScreenWriter.restore`. */
	restore(): void;
};

export type ScreenOptions = {
	/** Writes nothing but ASCII. @default false */
	readonly isAscii?: boolean;
};

export const createScreen = (
	stdout: TerminalOutput,
	clock: Clock,
	onGone: () => void,
	{isAscii = false}: ScreenOptions = {},
): Screen => {
	const toShown = isAscii ? createAsciiScreen() : (lines: readonly string[]) => lines;
	const writer = createScreenWriter(stdout, onGone);
	const compositor = createCompositor();
	const regions = new Map<string, Region>();
	const listeners = new Set<() => void>();
	const readSize = (): Size => ({columns: stdout.columns || 80, rows: stdout.rows || 24});
	let size = readSize();
	let hasBase = false;
	let isQueued = false;
	let isRunning = false;
	let cancelRepaint = () => {};

	const queuePaint = () => {
		if (isQueued) return;
		isQueued = true;
		queueMicrotask(() => {
			isQueued = false;
			screen.paint();
		});
	};

	const handleResize = () => {
		size = readSize();
		writer.forget();
		// Nothing is painted yet: the listeners make Ink lay out anew, and its frame brings the paint.
		for (const listener of listeners) listener();
	};

	const screen: Screen = {
		getSize: () => size,
		onResize(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		setBase(frame) {
			// Also while the terminal is given back: it is what a resumed screen begins with.
			compositor.setBase(frame);
			hasBase = true;
			queuePaint();
		},
		setRegion(id, region) {
			regions.set(id, region);
			queuePaint();
		},
		removeRegion(id) {
			regions.delete(id);
			queuePaint();
		},
		rectOf: id => regions.get(id)?.rect ?? null,
		paint() {
			if (!isRunning) return;
			cancelRepaint();
			const now = clock.now();
			let repaintAt = Infinity;
			const layers = Array.from(regions.values(), ({rect, paint}): Layer => {
				if (!paint) return {rect, lines: null};
				const painting = paint(now);
				repaintAt = Math.min(repaintAt, painting.repaintAt ?? Infinity);
				return {rect, lines: painting.lines};
			});
			writer.write(toShown(compositor.compose(layers, size.columns, size.rows)));
			if (repaintAt < Infinity)
				cancelRepaint = clock.after(Math.max(20, Math.ceil(repaintAt - now)), screen.paint);
		},
		repaint() {
			if (!isRunning) return;
			writer.renew();
			const {columns, rows} = readSize();
			if (columns !== size.columns || rows !== size.rows) handleResize();
			else screen.paint();
		},
		synchronize: writer.synchronize,
		picture: writer.picture,
		setMouse: writer.setMouse,
		enter() {
			if (isRunning) return;
			isRunning = true;
			stdout.on('resize', handleResize);
			writer.enter();
			const {columns, rows} = readSize();
			if (columns !== size.columns || rows !== size.rows) handleResize();
			else if (hasBase) queuePaint();
		},
		restore() {
			isRunning = false;
			cancelRepaint();
			stdout.off('resize', handleResize);
			writer.restore();
		},
	};
	return screen;
};
