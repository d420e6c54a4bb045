import {toReportJson} from '../verify/report.js';
import {verifyCapture as verifyFiles} from '../verify/verify-capture.js';
import {toFeedError, toFiles} from './capture-files.js';
import type {ReadOptions, Verification} from './capture-types.js';
import {checkReadOptions} from './option-checks.js';

/** Reads a capture to its end and judges each book, as `steem-tui verify` does. Throws `FeedError`. */
export const verifyCapture = async (
	files: string | readonly string[],
	options: ReadOptions = {},
): Promise<Verification> => {
	const {signal} = checkReadOptions('verifyCapture', options);
	signal?.throwIfAborted();
	try {
		const paths = await toFiles(files);
		const {report, coverage} = await verifyFiles(paths, () => signal?.throwIfAborted());
		return JSON.parse(toReportJson(paths, report, coverage)) as Verification;
	} catch (error) {
		throw toFeedError(error);
	}
};
