import {
	encodeEvent,
	encodeHeader,
	type HeaderFacts,
	type UntimedEvent,
} from '../capture/capture-format.js';
import type {LineWriter, WriterState} from '../files/line-writer.js';
import type {WireTap} from './transport-tap.js';

export type FeedWriterOptions = {
	readonly lines: LineWriter;
	readonly header: HeaderFacts;
	/** Milliseconds since the header's `startedAt`. */
	readonly elapsedMs: () => number;
	readonly tap: WireTap;
	/** What is told before all that passes the tap. */
	readonly first?: readonly UntimedEvent[];
};

export type FeedWriter = {
	/** `market` where it is the one that is recorded from here on. */
	marker(label: string, market?: string): void;
	/** An event that did not pass the tap. */
	note(event: UntimedEvent): void;
	/** `messages`: received over websockets; `missing`: events that passed the tap and are not in the file yet. */
	state(): WriterState & {readonly messages: number; readonly missing: number};
	/** Stops listening and closes the file. */
	stop(): Promise<WriterState>;
	/** See `LineWriter`. */
	readonly gone: Promise<void>;
};

/** Writes a capture of all that passes a tap, from its header on. */
export const createFeedWriter = ({
	lines,
	header,
	elapsedMs,
	tap,
	first = [],
}: FeedWriterOptions): FeedWriter => {
	let messages = 0;
	let taken = 1;
	let last = 0;
	const write = (event: UntimedEvent, at?: number) => {
		// No event is before the one that it follows.
		last = Math.max(last, at === undefined ? elapsedMs() : at - header.startedAt);
		if (event.kind === 'ws') messages++;
		taken++;
		lines.write(encodeEvent({t: last, ...event}), last);
	};
	lines.write(encodeHeader(header));
	for (const event of first) write(event);
	const stopTap = tap.start(write);
	/** What makes what passes understandable has passed before. */
	const preface = taken;
	/** Behind all that came before it. */
	const tell = (event: UntimedEvent) => {
		tap.flush?.();
		write(event);
	};
	return {
		marker(label, market) {
			tell({kind: 'marker', label, ...(market === undefined ? {} : {market})});
		},
		note: tell,
		state() {
			const state = lines.state();
			return {...state, messages, missing: taken - Math.max(preface, state.lines)};
		},
		stop() {
			stopTap();
			return lines.close();
		},
		gone: lines.gone,
	};
};
