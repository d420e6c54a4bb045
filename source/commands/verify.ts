import {CaptureError} from '../capture/capture-item.js';
import type {Clock} from '../clock.js';
import {filesIn} from '../files/files-in.js';
import {exitCodes, type Console} from '../output/console.js';
import type {ProgressOutput} from '../output/progress.js';
import {toReportJson} from '../verify/report.js';
import {toReportText} from '../verify/report-text.js';
import {verifyCapture} from '../verify/verify-capture.js';
import {createCaptureMeter, sizeOfAll} from './capture-meter.js';
import {inlineLess} from './engine-flags.js';

export type VerifyOptions = {
	readonly isJson: boolean;
	/** Where the progress goes over captures that take long; undefined: none is shown. */
	readonly progress?: {readonly clock: Clock; readonly output: ProgressOutput};
};

/** Bytes that take some seconds. */
const largeBytes = 16_000_000;

/** Milliseconds after which fewer bytes take long all the same: a few, packed, may hold any number of lines. */
const patienceMs = 5000;

/** As `verifyCapture`, with progress where that takes long. */
const verifyFiles = async (files: readonly string[], {progress}: VerifyOptions) => {
	if (!progress) return verifyCapture(files, () => undefined);
	const isLarge = sizeOfAll(files) >= largeBytes;
	const meter = createCaptureMeter(files, isLarge ? progress : {...progress, patienceMs});
	try {
		return await verifyCapture(files, (bytes, messages) => {
			meter.onRead(bytes);
			meter.add(messages);
		});
	} finally {
		meter.stop();
	}
};

/** Reads a capture from its files, and from folders of them, and prints what it holds. Returns the exit code. */
export const verify = async (
	paths: readonly string[],
	console: Console,
	options: VerifyOptions,
): Promise<number> => {
	inlineLess();
	try {
		const files = await filesIn(paths);
		if (files.length === 0) throw new CaptureError(`${paths.join(', ')}: no capture is there`);
		const {report, coverage} = await verifyFiles(files, options);
		const text = options.isJson
			? toReportJson(files, report, coverage)
			: toReportText(report, coverage);
		console.write(`${text}\n`);
		return report.defects.length === 0 ? exitCodes.done : exitCodes.defective;
	} catch (error) {
		if (!(error instanceof CaptureError)) throw error;
		console.complain(error.message);
		return exitCodes.failed;
	}
};
