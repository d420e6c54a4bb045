import type {Clock} from '../../source/clock.js';
import {
	createCastEncoder,
	type CastEvent,
	type CastVersion,
} from '../../source/recording/asciicast.js';
import type {StdoutTap} from '../../source/recording/stdout-tap.js';

export type RecordCastOptions = {
	readonly tap: StdoutTap;
	readonly clock: Clock;
	readonly version: CastVersion;
	readonly title: string;
	/** Brings a blank terminal to what the recorded one shows now. */
	readonly picture: string;
};

/** Records a screen in memory from now on. */
export const recordCast = ({tap, clock, version, title, picture}: RecordCastOptions) => {
	const {columns, rows} = tap.stdout;
	const startedAt = clock.now();
	const encoder = createCastEncoder({version, columns, rows, startedAt, title});
	const lines = [encoder.header];
	const write = (event: CastEvent) => {
		lines.push(encoder.encode(clock.now() - startedAt, event));
	};
	write({code: 'o', data: picture});
	const stop = tap.start(write);
	return {
		startedAt,
		stop,
		marker(label: string) {
			write({code: 'm', label});
		},
		text: () => lines.join(''),
	};
};
