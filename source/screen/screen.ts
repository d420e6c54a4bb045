import type {Clock} from '../clock.js';
import {createCompositor, type Rect} from './compositor.js';
import {createRegions, type Region} from './regions.js';
import {createScreenSize, type Size} from './screen-size.js';
import {createAsciiScreen} from './to-ascii.js';
import {createScreenWriter, type TerminalOutput} from './screen-writer.js';

export type {Painting, Region} from './regions.js';
export type {Size} from './screen-size.js';

/** The terminal as the app sees it: Ink's frame below, live regions on top, one writer. */
export type Screen = {
	/** Never zero. */
	getSize(): Size;
	/** Calls back after each resize. Returns unsubscribe. */
	onResize(listener: () => void): () => void;
	/** Takes a whole frame of Ink's; painted once the layout effects that follow it have run. */
	setBase(frame: string): void;
	/** Whoever lays out owns the names; one that is there is replaced. */
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

/** The least milliseconds between two paints that time alone brings. */
const leastPauseMs = 20;

export const createScreen = (
	stdout: TerminalOutput,
	clock: Clock,
	onGone: () => void,
	{isAscii = false}: ScreenOptions = {},
): Screen => {
	const toShown = isAscii ? createAsciiScreen() : (lines: readonly string[]) => lines;
	const writer = createScreenWriter(stdout, onGone);
	const compositor = createCompositor();
	const regions = createRegions();
	const size = createScreenSize(stdout);
	let hasBase = false;
	let isQueued = false;
	let isRunning = false;
	let cancelRepaint = () => {};

	const paint = () => {
		if (!isRunning) return;
		cancelRepaint();
		const now = clock.now();
		const {layers, repaintAt} = regions.paint(now);
		const {columns, rows} = size.get();
		writer.write(toShown(compositor.compose(layers, columns, rows)));
		if (repaintAt < Infinity)
			cancelRepaint = clock.after(Math.max(leastPauseMs, Math.ceil(repaintAt - now)), paint);
	};
	const queuePaint = () => {
		if (isQueued) return;
		isQueued = true;
		queueMicrotask(() => {
			isQueued = false;
			paint();
		});
	};
	const handleResize = () => {
		writer.forget();
		// Nothing is painted yet: the listeners make Ink lay out anew, and its frame brings the paint.
		size.follow();
	};

	return {
		getSize: size.get,
		onResize: size.onChange,
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
			regions.remove(id);
			queuePaint();
		},
		rectOf: regions.rectOf,
		paint,
		repaint() {
			if (!isRunning) return;
			writer.renew();
			if (size.isOld()) handleResize();
			else paint();
		},
		synchronize: writer.synchronize,
		picture: writer.picture,
		setMouse: writer.setMouse,
		enter() {
			if (isRunning) return;
			isRunning = true;
			stdout.on('resize', handleResize);
			writer.enter();
			if (size.isOld()) handleResize();
			else if (hasBase) queuePaint();
		},
		restore() {
			isRunning = false;
			cancelRepaint();
			stdout.off('resize', handleResize);
			writer.restore();
		},
	};
};
