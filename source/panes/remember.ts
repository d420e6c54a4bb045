import type {Painting} from '../screen/screen.js';
import type {PaneInput, Painter} from './pane.js';

const isSame = (a: PaneInput, b: PaneInput, of: 'book' | 'view') =>
	a[of] === b[of] &&
	a.edges === b.edges &&
	a.ui === b.ui &&
	a.isFocused === b.isFocused &&
	a.place === b.place &&
	a.hint === b.hint &&
	a.width === b.width &&
	a.height === b.height;

/** Paints anew only when what the pane is about changed, or the painting is due. */
export const remember = (of: 'book' | 'view', paint: Painter): Painter => {
	let last: {readonly input: PaneInput; readonly painting: Painting} | null = null;
	return (input, now) => {
		const isFresh = now < (last?.painting.repaintAt ?? Infinity);
		if (!last || !isFresh || !isSame(last.input, input, of))
			last = {input, painting: paint(input, now)};
		return last.painting;
	};
};

/** When what is told in whole seconds changes next. */
export const nextSecond = (now: number): number => (Math.floor(now / 1000) + 1) * 1000;
