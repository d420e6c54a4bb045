import type {Clock} from '../clock.js';
import type {ScreenLine} from './cell-row.js';
import {createCompositor, type Rect} from './compositor.js';
import {createRegions, type Region} from './regions.js';
import {createPainting} from './painting.js';
import {createScreenSize, type Size} from './screen-size.js';
import {createAsciiScreen} from './to-ascii.js';
import {createScreenWriter, type TerminalOutput} from './screen-writer.js';

export type {Painting, Region} from './regions.js';
export type {Size} from './screen-size.js';

/** The terminal as the app sees it: regions that Ink lays out, which paint themselves, and one writer. */
export type Screen = {
	/** Never zero. */
	getSize(): Size;
	/** Calls back after each resize. Returns unsubscribe. */
	onResize(listener: () => void): () => void;
	/** Whoever lays out owns the names; one that is there is replaced. Painted once all of them are laid out. */
	setRegion(id: string, region: Region): void;
	removeRegion(id: string): void;
	/** Where it is; null while there is none of that name. */
	rectOf(id: string): Rect | null;
	/** Paints the live regions anew and writes the cells that changed. */
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
	const toShown = isAscii ? createAsciiScreen() : (lines: readonly ScreenLine[]) => lines;
	const writer = createScreenWriter(stdout, onGone);
	const compose = createCompositor();
	const regions = createRegions(() => painting.queue());
	const size = createScreenSize(stdout);
	const painting = createPainting(clock, now => {
		const {layers, repaintAt} = regions.paint(now);
		const {columns, rows} = size.get();
		writer.write(toShown(compose(layers, columns, rows)));
		return repaintAt;
	});
	const handleResize = () => {
		writer.forget();
		// Nothing is painted yet: the listeners make Ink lay out anew, and the regions' new places bring the paint.
		size.follow();
	};

	return {
		getSize: size.get,
		onResize: size.onChange,
		setRegion: regions.set,
		removeRegion: regions.remove,
		rectOf: regions.rectOf,
		paint: painting.paint,
		repaint() {
			if (!painting.isRunning()) return;
			writer.renew();
			if (size.isOld()) handleResize();
			else painting.paint();
		},
		synchronize: writer.synchronize,
		picture: writer.picture,
		setMouse: writer.setMouse,
		enter() {
			if (painting.isRunning()) return;
			painting.start();
			stdout.on('resize', handleResize);
			writer.enter();
			if (size.isOld()) handleResize();
			else if (!regions.isEmpty()) painting.queue();
		},
		restore() {
			painting.stop();
			stdout.off('resize', handleResize);
			writer.restore();
		},
	};
};
