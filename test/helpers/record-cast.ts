import {EventEmitter} from 'node:events';
import type {Clock} from '../../source/clock.js';
import {
	createCastEncoder,
	type CastEvent,
	type CastVersion,
} from '../../source/recording/asciicast.js';
import type {StdoutTap} from '../../source/recording/stdout-tap.js';
import {createScreenWriter} from '../../source/screen/screen-writer.js';

/** The picture a screen writer has that wrote this so far, made by another one. */
export const pictureOf = (writes: readonly string[], columns: number, rows: number): string => {
	const lines = Array.from({length: rows}, () => '');
	const row = /\u001B\[(\d+)H([^]*?)(?=\u001B\[\d+H|\u001B\[\?2026l|$)/g;
	for (const write of writes)
		for (const [, number, line = ''] of write.matchAll(row)) lines[Number(number) - 1] = line;
	const stdout = Object.assign(new EventEmitter(), {columns, rows, write: () => true});
	const writer = createScreenWriter(stdout, () => undefined);
	writer.enter();
	writer.write(lines);
	return writer.picture();
};

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
	if (picture !== '') write({code: 'o', data: picture});
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
