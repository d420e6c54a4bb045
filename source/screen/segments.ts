import stringWidth from 'string-width';
import {limitMarks} from '../faults.js';
import {LazySegmenter} from './lazy-segmenter.js';

const segmenter = new LazySegmenter();

/** Units that are parted at a time: how long the segmenter takes grows with their square. */
const stretch = 256;

/** Units of one character; families and flags have up to 30. */
const maxUnits = 40;

/** One character as people see it, and the cells it takes. */
export type Segment = {readonly text: string; readonly width: number};

const toSegment = (segment: string): Segment => {
	const text = segment.length > 4 ? limitMarks(segment).slice(0, maxUnits) : segment;
	return {text, width: stringWidth(text)};
};

/** A plain text in characters as people see them, each with a few combining marks at the most. */
export function* segmentsOf(text: string): Generator<Segment> {
	for (let from = 0; from < text.length;) {
		const isLast = from + stretch >= text.length;
		const parts = Array.from(
			segmenter.segment(text.slice(from, from + stretch)),
			({segment}) => segment,
		);
		// The last may go on behind the stretch.
		const whole = isLast || parts.length === 1 ? parts : parts.slice(0, -1);
		for (const part of whole) {
			yield toSegment(part);
			from += part.length;
		}
	}
}
