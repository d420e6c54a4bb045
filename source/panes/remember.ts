import type {Painting} from '../screen/screen.js';
import type {PaneInput, Painter} from './pane.js';

type Look = Omit<PaneInput, 'view' | 'book' | 'edges' | 'columns'>;

/** Whether nothing but what the books are has changed. */
export const hasSameLook = (a: Look, b: Look): boolean =>
	a.ui === b.ui &&
	a.isFocused === b.isFocused &&
	a.place === b.place &&
	a.hint === b.hint &&
	a.width === b.width &&
	a.narrowest === b.narrowest &&
	a.height === b.height;

const isSame = (a: PaneInput, b: PaneInput, of: 'book' | 'view') =>
	a[of] === b[of] && a.edges === b.edges && hasSameLook(a, b);

type Last = {
	readonly input: PaneInput;
	readonly version: number;
	readonly painting: Painting;
};

/**
 * Paints anew only when what the pane is about changed, its columns grew, or the painting is due.
 * `grow` makes room for the numbers of all panes beside it, before any of them is painted.
 */
export const remember = (
	of: 'book' | 'view',
	paint: Painter,
	grow: (input: PaneInput) => void = () => undefined,
): Painter => {
	let last: Last | null = null;
	return (input, now) => {
		if (!last || !isSame(last.input, input, 'view')) grow(input);
		const version = input.columns.getVersion();
		const isFresh = now < (last?.painting.repaintAt ?? Infinity);
		if (!last || !isFresh || version !== last.version || !isSame(last.input, input, of)) {
			const painting = paint(input, now);
			last = {input, version: input.columns.getVersion(), painting};
		} else if (last.input !== input) last = {...last, input};
		return last.painting;
	};
};

/** When what is told in whole seconds changes next. */
export const nextSecond = (now: number): number => (Math.floor(now / 1000) + 1) * 1000;
