import type {Clock} from '../clock.js';
import {describeHole} from './holes.js';
import type {Lack} from './lack.js';
import type {Part} from './part-opener.js';
import type {PartRow, PartsPort} from './part-row.js';

/** Milliseconds between two tries to go on where nothing can be written. */
const firstRetryMs = 1000;
const maxRetryMs = 10_000;

type PatienceOptions = {
	readonly clock: Pick<Clock, 'after'>;
	/** See `CapturePartsOptions`. */
	readonly refresh: () => void;
	readonly port: Pick<PartsPort, 'say'>;
};

/** Waits for a disk that takes nothing, and goes on in a new part as soon as it may. */
export const createPatience = (
	{clock, refresh, port}: PatienceOptions,
	lack: Lack,
	row: () => PartRow,
) => {
	let trouble: string | null = null;
	let isWaiting = false;
	let isStopped = false;
	let retryMs = firstRetryMs;
	let cancelPause = () => {};

	const goOn = () => {
		if (isStopped) return;
		isWaiting = false;
		row().next('failed');
		refresh();
	};

	const wait = async ({writer, startedAt, errorCode}: Part, why: string, isEmpty: boolean) => {
		await writer.stop();
		await writer.gone;
		const {missing, writtenAt} = writer.state();
		const isGone = isEmpty || errorCode() === 'ESTALE';
		const from = startedAt + (isGone ? 0 : (writtenAt ?? 0));
		lack.add({from, reason: why, lost: missing}, isEmpty);
		cancelPause = clock.after(retryMs, goOn);
		retryMs = Math.min(maxRetryMs, retryMs * 2);
	};

	return {
		trouble: () => trouble,
		isWaiting: () => isWaiting,
		fail(part: Part, why: string) {
			isWaiting = true;
			lack.count();
			if (trouble === null) port.say(`${why}; the recording waits, and goes on once it can`);
			trouble = why;
			void wait(part, why, !row().isConfirmed());
		},
		/** There is a part again that can be written. */
		end({writer, hole}: Part) {
			if (trouble === null || isWaiting) return;
			const lacks = hole ? `, after a ${describeHole(hole)}` : '';
			port.say(`recording again, in ${writer.state().path}${lacks}`);
			trouble = null;
			retryMs = firstRetryMs;
		},
		stop() {
			isStopped = true;
			cancelPause();
			lack.stop();
		},
	};
};
