import {CaptureError} from '../capture/capture-item.js';
import {readCaptureBatches} from '../capture/read-capture.js';
import {exitCodes, type Console} from '../output/console.js';
import {toReportJson, type Report} from '../verify/report.js';
import {toReportText} from '../verify/report-text.js';
import {createVerifier} from '../verify/verifier.js';

const verifyCapture = async (files: readonly string[]): Promise<Report> => {
	const verifier = createVerifier();
	for await (const items of readCaptureBatches(files)) items.forEach(verifier.give);
	return verifier.finish();
};

/** Reads a capture from its files and prints what it holds. Returns the exit code. */
export const verify = async (
	files: readonly string[],
	console: Console,
	{isJson}: {readonly isJson: boolean},
): Promise<number> => {
	let report: Report;
	try {
		report = await verifyCapture(files);
	} catch (error) {
		if (!(error instanceof CaptureError)) throw error;
		console.complain(error.message);
		return exitCodes.failed;
	}
	console.write(`${isJson ? toReportJson(files, report) : toReportText(report)}\n`);
	return report.defects.length === 0 ? exitCodes.done : exitCodes.defective;
};
