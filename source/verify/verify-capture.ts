import {lookForDamage, type DamagedFiles} from '../capture/damaged-files.js';
import {readCaptureBatches} from '../capture/read-capture.js';
import {createCoverage, type Coverage} from './coverage.js';
import {readerDefects} from './defects.js';
import type {Report} from './report.js';
import {createVerifier} from './verifier.js';

type Verified = {readonly report: Report; readonly coverage: Coverage};

/** Told the bytes read so far, and how many messages came since. */
type OnRead = (bytes: number, messages: number) => void;

const readAll = async (files: readonly string[], damaged: DamagedFiles, onRead: OnRead) => {
	const coverage = createCoverage();
	const verifier = createVerifier(coverage.watch);
	const damage = lookForDamage(damaged);
	let read = 0;
	const batches = readCaptureBatches(files, {onRead: bytes => (read = bytes), damaged});
	for await (const items of batches) {
		let messages = 0;
		for (const item of items) {
			damage.see(item);
			coverage.see(item);
			verifier.give(item);
			if (item.type === 'event' && item.event.kind === 'ws') messages++;
		}
		onRead(read, messages);
	}
	const report = verifier.finish(coverage.endOf);
	return {report, coverage: coverage.finish(), damaged: damage.found()};
};

const ofFiles = new Set(Object.values(readerDefects));

/** What is left of it where nothing that was read is certain: what the files hold, and no word about a book. */
const withoutBooks = ({report, coverage}: Verified): Verified => ({
	report: {...report, books: [], defects: report.defects.filter(({code}) => ofFiles.has(code))},
	coverage: {...coverage, days: [], isCut: false, holes: []},
});

/**
 * What a capture holds, and how much of it is proven: of damaged files nothing, so where there are others it is read
 * once more without them. Throws `CaptureError`.
 */
export const verifyCapture = async (
	files: readonly string[],
	onRead: OnRead,
): Promise<Verified> => {
	const {damaged, ...verified} = await readAll(files, new Map(), onRead);
	if (!damaged) return verified;
	if (files.every(file => damaged.has(file))) return withoutBooks(verified);
	return readAll(files, damaged, onRead);
};
