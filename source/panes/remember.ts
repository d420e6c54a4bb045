import type {Painting} from '../screen/screen.js';
import type {PaneInput, Painter} from './pane.js';

type Look = Omit<PaneInput, 'view' | 'book' | 'edges' | 'heat' | 'flow' | 'vitals' | 'markets'>;

/** Whether nothing but what the books are has changed. */
export const hasSameLook = (a: Look, b: Look): boolean =>
	a.ui === b.ui &&
	a.isFocused === b.isFocused &&
	a.place === b.place &&
	a.hint === b.hint &&
	a.frozenSince === b.frozenSince &&
	a.wayBack === b.wayBack &&
	a.width === b.width &&
	a.narrowest === b.narrowest &&
	a.height === b.height;

const isSame = (a: PaneInput, b: PaneInput, of: 'book' | 'view') =>
	a[of] === b[of] && a.edges === b.edges && hasSameLook(a, b);

type Last = {
	readonly input: PaneInput;
	readonly shapes: string;
	readonly painting: Painting;
};

/**
 * Paints anew only when what the pane is about changed, the painting is due, or `shapesOf`: what follows
 * from the other books, too.
 */
export const remember = (
	of: 'book' | 'view',
	paint: Painter,
	shapesOf: (input: PaneInput) => string = () => '',
): Painter => {
	let last: Last | null = null;
	return (input, now) => {
		const shapes = last?.input.view === input.view ? last.shapes : shapesOf(input);
		const isFresh = now < (last?.painting.repaintAt ?? Infinity);
		if (!last || !isFresh || shapes !== last.shapes || !isSame(last.input, input, of)) {
			last = {input, shapes, painting: paint(input, now)};
		} else if (last.input !== input) last = {...last, input};
		return last.painting;
	};
};

/** When what is told in whole seconds changes next. */
export const nextSecond = (now: number): number => (Math.floor(now / 1000) + 1) * 1000;
