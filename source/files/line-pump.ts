import {describeWriteError, type OpenFile} from './file-system.js';
import {openLineFile, type LineFile} from './line-file.js';

export type LinePump = {
	/** Takes a line, which waits until it is flushed; `at`: what `writtenAt` tells once it is in the file. */
	push(line: string, at?: number): void;
	/** Opens the file, if it is not open yet, and writes what waits; one write at a time. */
	flush(): Promise<void>;
	/** Writes what waits and closes the file. */
	finish(): Promise<void>;
	/** Gives up what waits, apart from what is under way to the disk. */
	drop(): void;
	hasWaiting(): boolean;
	/** Characters, those under way to the disk included. */
	waitingLength(): number;
	isOpen(): boolean;
	/** Where the file lies, or will. */
	path(): string;
	/** Lines in the file. */
	lines(): number;
	/** Bytes of the file. */
	bytes(): number;
	/** Of the last line in the file that had one; null before. */
	writtenAt(): number | null;
};

type Options = {
	readonly path: string;
	readonly open: OpenFile;
	/** In a sentence; what waited is given up. Nothing is to be pushed after that. */
	readonly onError: (reason: string) => void;
};

/** Brings lines into a file in their order, as fast as it takes them. */
export const createLinePump = ({path: wanted, open, onError}: Options): LinePump => {
	let file: LineFile | null = null;
	let waiting: string[] = [];
	let waitingLength = 0;
	let lines = 0;
	let pushedAt: number | null = null;
	let writtenAt: number | null = null;
	let running: Promise<void> | null = null;
	const path = () => file?.path ?? wanted;

	const appendAll = async () => {
		file ??= await openLineFile(wanted, open);
		while (waiting.length > 0) {
			const batch = waiting;
			const text = batch.join('');
			const batchAt = pushedAt;
			waiting = [];
			await file.append(text);
			writtenAt = batchAt;
			lines += batch.length;
			waitingLength -= text.length;
		}
	};

	const flush = (): Promise<void> => {
		running ??= appendAll()
			.catch((error: unknown) => {
				waiting = [];
				onError(describeWriteError(path(), error));
			})
			.finally(() => {
				running = null;
			});
		return running;
	};

	return {
		push(line, at) {
			waiting.push(line);
			waitingLength += line.length;
			if (at !== undefined) pushedAt = at;
		},
		flush,
		async finish() {
			while (running || waiting.length > 0) await flush();
			try {
				await file?.close();
			} catch (error) {
				onError(describeWriteError(path(), error));
			}
		},
		drop() {
			waitingLength -= waiting.reduce((sum, line) => sum + line.length, 0);
			waiting = [];
		},
		hasWaiting: () => waiting.length > 0,
		waitingLength: () => waitingLength,
		isOpen: () => file !== null,
		path,
		lines: () => lines,
		bytes: () => file?.size() ?? 0,
		writtenAt: () => writtenAt,
	};
};
