import type {CaptureHole} from '../capture/capture-format.js';

/** Holes that are named in words: of more, how many they are. */
const maxNamed = 100;

/** Holes that are kept: a recorder that met a full disk every minute for a week would note as many. */
const maxKept = 10_000;

const toSentence = ({from, to, reason}: CaptureHole): string => {
	const [begin, end] = [from, to].map(ms => new Date(ms).toISOString());
	return to > from
		? `nothing was recorded from ${begin} to ${end}: ${reason}`
		: `nothing was recorded for an unknown time after ${begin}: ${reason}`;
};

/** The holes that a recorder noted itself: each is in the part before it and in the one behind it, and counts once. */
export const createNotedHoles = () => {
	const holes = new Map<string, CaptureHole>();
	let isFull = false;
	const sorted = (): readonly CaptureHole[] => [...holes.values()].sort((a, b) => a.from - b.from);
	return {
		take(hole: CaptureHole) {
			const key = `${hole.from} ${hole.to}`;
			if (holes.size < maxKept || holes.has(key)) holes.set(key, hole);
			else isFull = true;
		},
		all: sorted,
		notices(): readonly string[] {
			const all = sorted();
			const more = all.length - maxNamed;
			return [
				...all.slice(0, maxNamed).map(toSentence),
				...(more > 0 ? [`${isFull ? 'more than ' : ''}${more} more holes were noted`] : []),
			];
		},
	};
};
