import {createLack} from './lack.js';
import {endLabel} from './last-part.js';
import type {Part} from './part-opener.js';
import {createPartRow, type PartRow, type RowOptions} from './part-row.js';
import {createPatience} from './patience.js';
import {isOver, nextLook, type Rotation} from './rotation.js';
import type {CapturePart, CaptureState, RunningCapture} from './running-capture.js';
import {createStall} from './stall.js';

export type CapturePartsOptions = RowOptions & {
	readonly rotation: Rotation;
	/** Asks for a new snapshot of each book: a part that is not the first begins without any. */
	readonly refresh: () => void;
};

/** What is a mistake in the call where the first part meets it: the disk would not mend it. */
const mistakes = [
	...['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'ENAMETOOLONG', 'ELOOP', 'ESPIPE'],
];

/** What a part is by now, to be judged whether it is over. */
const progressOf = ({startedAt, elapsedMs, writer}: Part) => ({
	startedAt,
	elapsedMs: elapsedMs(),
	bytes: writer.state().bytes,
});

/**
 * Captures all that passes a tap into parts, one after the other. Where one cannot be written the capture waits, and
 * goes on in another; what is in none of them is noted as a hole in the one before and the one behind it.
 */
export const startCaptureParts = (options: CapturePartsOptions): RunningCapture => {
	const {rotation, clock, tap, refresh, before = null} = options;
	const began = clock.now();
	const lack = createLack(tap, before);
	let resolveFailed: (reason: string) => void = () => undefined;
	const failed = new Promise<string>(resolve => (resolveFailed = resolve));
	let stopping: Promise<readonly CapturePart[]> | null = null;
	let isDue = false;

	const row = createPartRow(options, lack, (part, why) => {
		// Of a part that another one follows, whoever closes it takes care.
		if (stopping || part !== row.part()) return;
		stall.reset();
		row.confirm();
		if (!row.hasWritten() && mistakes.includes(part.errorCode() ?? '')) resolveFailed(why);
		else patience.fail(part, why);
	});
	const patience = createPatience(options, lack, () => row);
	const stall = createStall(clock, options.port.say);
	const trouble = () => patience.trouble() ?? stall.trouble();

	const confirm = () => {
		if (patience.isWaiting()) return;
		stall.look(row.part());
		row.confirm();
		if (row.isConfirmed()) patience.end(row.part());
	};
	/** Begins the next part as soon as there is something of this one. */
	const rotate = () => {
		confirm();
		// Where nothing can be written, a new part comes anyway.
		isDue = !row.isConfirmed() && !patience.isWaiting();
		if (stopping || isDue || patience.isWaiting()) return;
		row.next('rotated');
		refresh();
	};
	const look = () => {
		confirm();
		if (isDue || isOver(rotation, progressOf(row.part()))) rotate();
		cancelLook = clock.after(nextLook(rotation, progressOf(row.part())), look);
	};
	let cancelLook = clock.after(nextLook(rotation, progressOf(row.part())), look);

	const end = () => {
		cancelLook();
		stall.reset();
		const isWaiting = patience.isWaiting();
		if (!isWaiting) row.part().writer.marker(endLabel);
		patience.stop();
		return row.end(isWaiting);
	};

	return {
		...{failed, rotate},
		marker: label => row.part().writer.marker(label),
		state: () => toState(row, {lost: lack.lost(), trouble: trouble()}, clock.now() - began),
		stop: () => (stopping ??= end()),
	};
};

const toState = (
	row: PartRow,
	wrong: Pick<CaptureState, 'lost' | 'trouble'>,
	elapsedMs: number,
): CaptureState => {
	const {messages, bytes, path, status, lines} = row.part().writer.state();
	const ended = row.counts();
	return {
		...wrong,
		elapsedMs,
		messages: ended.messages + messages,
		bytes: ended.bytes + bytes,
		path,
		isBehind: status === 'behind',
		parts: ended.parts + (lines > 0 ? 1 : 0),
	};
};
