import type {LineWriter, WriterState} from '../files/line-writer.js';
import {createCastEncoder, type CastEvent, type CastOptions} from './asciicast.js';
import type {StdoutTap} from './stdout-tap.js';

export type CastWriterOptions = {
	readonly lines: LineWriter;
	/** The size is that of the tap's terminal. */
	readonly cast: Omit<CastOptions, 'columns' | 'rows'>;
	/** Milliseconds since the cast's `startedAt`. */
	readonly elapsedMs: () => number;
	readonly tap: StdoutTap;
	/** All that brings a blank terminal to the picture it has now. */
	readonly picture: string;
};

export type CastWriter = {
	marker(label: string): void;
	state(): WriterState;
	/** Stops listening and closes the file. */
	stop(): Promise<WriterState>;
};

/** Writes a cast of all that passes a tap, from its header and the picture of now on. */
export const createCastWriter = (options: CastWriterOptions): CastWriter => {
	const {lines, cast, elapsedMs, tap, picture} = options;
	const {columns, rows} = tap.stdout;
	const encoder = createCastEncoder({...cast, columns, rows});
	const write = (event: CastEvent) => {
		lines.write(encoder.encode(elapsedMs(), event));
	};
	lines.write(encoder.header);
	write({code: 'o', data: picture});
	const stopTap = tap.start(write);
	return {
		marker(label) {
			write({code: 'm', label});
		},
		state: lines.state,
		stop() {
			stopTap();
			return lines.close();
		},
	};
};
