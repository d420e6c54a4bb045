import type {ProgressOutput} from '../output/progress.js';
import type {CapturePart} from '../recording/running-capture.js';
import {toBytes} from '../screen/format.js';
import type {RecorderStatus} from '../service/recorder-status.js';

/** Files that are named at the end: of more, how many they are. */
const maxNamed = 20;

/** Tells the files that there are now. */
export const tellFiles = (files: readonly CapturePart[], output: ProgressOutput): void => {
	if (files.length <= maxNamed) {
		for (const {path, bytes} of files) output.write(`${path}  ${toBytes(bytes)}\n`);
		return;
	}
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	const [first, last] = [files[0]?.path ?? '', files.at(-1)?.path ?? ''];
	output.write(`${files.length} files, ${first} to ${last}  ${toBytes(bytes)}\n`);
};

/** Tells what is in no file, at the end. */
export const tellLosses = (
	{trouble, lost}: RecorderStatus,
	complain: (text: string) => void,
): void => {
	if (trouble !== null) complain(`at the end nothing could be written: ${trouble}`);
	const count = lost.toLocaleString('en-US');
	if (lost > 0) complain(`${count} ${lost === 1 ? 'event is' : 'events are'} in no file`);
};
