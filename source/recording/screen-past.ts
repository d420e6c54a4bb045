import type {Clock} from '../clock.js';
import type {CastEvent} from './asciicast.js';
import type {StdoutTap} from './stdout-tap.js';

type Segment = {
	/** By the clock. */
	readonly at: number;
	readonly columns: number;
	readonly rows: number;
	readonly events: {readonly at: number; readonly event: CastEvent}[];
	length: number;
};

export type ScreenHistory = {
	/** By the clock. */
	readonly from: number;
	/** Cells. */
	readonly columns: number;
	/** Cells. */
	readonly rows: number;
	/** A picture first; `at`: by the clock. */
	readonly events: readonly {readonly at: number; readonly event: CastEvent}[];
};

/** How long the screen is kept at least, and in parts of what length. */
const keptMs = 60_000;
const segmentMs = 20_000;

/** Characters of all parts, and of one. */
const maxLength = 4_000_000;
const segmentLength = 500_000;

const lengthOf = (event: CastEvent): number => (event.code === 'o' ? event.data.length : 0);

/** Keeps what the screen showed in the last minute, within bounds. `picture`: all that brings a blank terminal to what it shows now. */
export const createScreenPast = (tap: StdoutTap, picture: () => string, clock: Clock) => {
	let segments: Segment[] = [];

	const drop = () => {
		const total = () => segments.reduce((sum, {length}) => sum + length, 0);
		const isOver = () => {
			const [, second] = segments;
			return second && (clock.now() - second.at >= keptMs || total() > maxLength);
		};
		while (isOver()) segments = segments.slice(1);
	};

	const begin = () => {
		const at = clock.now();
		const {columns, rows} = tap.stdout;
		const data = picture();
		const events = [{at, event: {code: 'o', data} as const}];
		segments.push({at, columns, rows, events, length: data.length});
		drop();
	};

	begin();
	const stopTimer = clock.every(segmentMs, begin);
	const stopTap = tap.start(event => {
		const segment = segments.at(-1);
		// What is more than that is left out until the next picture.
		if (!segment || segment.length > segmentLength) return;
		segment.events.push({at: clock.now(), event});
		segment.length += lengthOf(event);
	});

	return {
		history(): ScreenHistory {
			const [first] = segments;
			const {at: from, columns, rows} = first ?? {at: clock.now(), ...tap.stdout};
			const events = segments.flatMap((segment, index): ScreenHistory['events'] => {
				const size = {code: 'r', columns: segment.columns, rows: segment.rows} as const;
				return index === 0 ? segment.events : [{at: segment.at, event: size}, ...segment.events];
			});
			return {from, columns, rows, events: [...events]};
		},
		stop() {
			stopTimer();
			stopTap();
		},
	};
};
