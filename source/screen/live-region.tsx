import {Box, type BoxProps, type DOMElement} from 'ink';
import {useLayoutEffect, useRef} from 'react';
import type {Rect} from './compositor.js';
import type {Painting, Screen} from './screen.js';

/** Where layout put a box, in cells of the screen. */
const placeOf = (element: DOMElement): Rect => {
	let x = 0;
	let y = 0;
	for (let node: DOMElement | undefined = element; node?.yogaNode; node = node.parentNode) {
		x += node.yogaNode.getComputedLeft();
		y += node.yogaNode.getComputedTop();
	}
	return {
		x,
		y,
		width: element.yogaNode?.getComputedWidth() ?? 0,
		height: element.yogaNode?.getComputedHeight() ?? 0,
	};
};

type Props = Omit<BoxProps, 'children'> & {
	readonly screen: Screen;
	/** Names the region; unique on the screen. */
	readonly id: string;
	/** Paints the rectangle layout gave the box. */
	readonly paint: (rect: Rect, now: number) => Painting;
	/** Whether it covers others. @default false */
	readonly isOnTop?: boolean;
};

/** A box whose place Ink finds and whose cells the screen writer paints, as often as it likes, without Ink. */
export const LiveRegion = ({screen, id, paint, isOnTop = false, ...box}: Props) => {
	const ref = useRef<DOMElement>(null);
	// Without dependencies: any commit may have moved the box.
	useLayoutEffect(() => {
		if (!ref.current) return;
		const rect = placeOf(ref.current);
		screen.setRegion(id, {rect, paint: now => paint(rect, now), isOnTop});
	});
	// Apart from the effect above, or each commit would take the region away for a moment.
	useLayoutEffect(
		() => () => {
			screen.removeRegion(id);
		},
		[screen, id],
	);
	return <Box ref={ref} {...box} />;
};
