import type {Clock} from '../clock.js';
import {formatElapsed, toBytes} from '../screen/format.js';

export type Progress = {
	/** Since the recording began. */
	readonly elapsedMs: number;
	/** Received over websockets; null where they are not counted. */
	readonly messages: number | null;
	/** Of all files. */
	readonly bytes: number;
	/** Said behind the numbers, where there is something to say. */
	readonly notes: readonly string[];
};

export type ProgressOutput = {
	/** Whether a line can be written over. */
	readonly isTTY?: boolean;
	/** `own` stands before the text: escapes, where it is a terminal. */
	write(text: string, own?: string): boolean;
};

const eraseLine = '\r\u001B[2K';

/** One line that is written over each second on a terminal; elsewhere a line each ten. Returns stop. */
export const showProgress = (
	output: ProgressOutput,
	clock: Clock,
	measure: () => Progress,
): (() => void) => {
	const isTerminal = output.isTTY === true;
	const periodMs = isTerminal ? 1000 : 10_000;
	let messagesBefore = 0;

	const show = (isLast: boolean) => {
		const {elapsedMs, messages, bytes, notes} = measure();
		if (isLast && bytes === 0) return;
		const parts = [formatElapsed(elapsedMs)];
		if (messages !== null) parts.push(`${messages} messages`);
		parts.push(toBytes(bytes));
		if (messages !== null && !isLast) {
			parts.push(`${Math.round((messages - messagesBefore) / (periodMs / 1000))}/s`);
			messagesBefore = messages;
		}
		if (!isLast) parts.push(...notes);
		const line = parts.join('  ');
		if (!isTerminal) output.write(`${line}\n`);
		else output.write(`${line}${isLast ? '\n' : ''}`, eraseLine);
	};

	if (isTerminal) show(false);
	const cancel = clock.every(periodMs, () => {
		show(false);
	});
	return () => {
		cancel();
		show(true);
	};
};
