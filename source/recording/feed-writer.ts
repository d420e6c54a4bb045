import {
	encodeEvent,
	encodeHeader,
	type CaptureHeader,
	type UntimedEvent,
} from './capture-format.js';
import type {LineWriter, WriterState} from './line-writer.js';
import type {TransportTap} from './transport-tap.js';

export type FeedWriterOptions = {
	readonly lines: LineWriter;
	readonly header: Omit<CaptureHeader, 'format' | 'version'>;
	/** Epoch milliseconds. */
	readonly now: () => number;
	readonly tap: TransportTap;
};

export type FeedWriter = {
	marker(label: string): void;
	state(): WriterState & {readonly events: number};
	/** Stops listening and closes the file. */
	stop(): Promise<WriterState>;
};

/** Writes a capture of all that passes a tap, from its header on. */
export const createFeedWriter = ({lines, header, now, tap}: FeedWriterOptions): FeedWriter => {
	let events = 0;
	let last = 0;
	const write = (event: UntimedEvent) => {
		last = Math.max(last, now() - header.startedAt);
		events++;
		lines.write(encodeEvent({t: last, ...event}));
	};
	lines.write(encodeHeader({format: 'steem-tui-capture', version: 1, ...header}));
	const stopTap = tap.start(write);
	return {
		marker(label) {
			write({kind: 'marker', label});
		},
		state: () => ({...lines.state(), events}),
		stop() {
			stopTap();
			return lines.close();
		},
	};
};
