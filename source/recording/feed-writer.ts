import {
	encodeEvent,
	encodeHeader,
	type HeaderFacts,
	type UntimedEvent,
} from '../capture/capture-format.js';
import type {LineWriter, WriterState} from '../files/line-writer.js';
import type {TransportTap} from './transport-tap.js';

export type FeedWriterOptions = {
	readonly lines: LineWriter;
	readonly header: HeaderFacts;
	/** Milliseconds since the header's `startedAt`. */
	readonly elapsedMs: () => number;
	readonly tap: TransportTap;
};

export type FeedWriter = {
	/** `market` where it is the one that is recorded from here on. */
	marker(label: string, market?: string): void;
	/** `messages`: received over websockets. */
	state(): WriterState & {readonly messages: number};
	/** Stops listening and closes the file. */
	stop(): Promise<WriterState>;
};

/** Writes a capture of all that passes a tap, from its header on. */
export const createFeedWriter = ({
	lines,
	header,
	elapsedMs,
	tap,
}: FeedWriterOptions): FeedWriter => {
	let messages = 0;
	let last = 0;
	const write = (event: UntimedEvent) => {
		last = Math.max(last, elapsedMs());
		if (event.kind === 'ws') messages++;
		lines.write(encodeEvent({t: last, ...event}));
	};
	lines.write(encodeHeader(header));
	const stopTap = tap.start(write);
	return {
		marker(label, market) {
			write({kind: 'marker', label, ...(market === undefined ? {} : {market})});
		},
		state: () => ({...lines.state(), messages}),
		stop() {
			stopTap();
			return lines.close();
		},
	};
};
