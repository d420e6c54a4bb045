import {describeWriteError, type OpenFile} from './file-system.js';
import {openLineFile, type LineFile} from './line-file.js';

export type LinePump = {
	/** Takes a line, which waits until it is flushed. */
	push(line: string): void;
	/** Opens the file, if it is not open yet, and writes what waits; one write at a time. */
	flush(): Promise<void>;
	/** Writes what waits and closes the file. */
	finish(): Promise<void>;
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
	let running: Promise<void> | null = null;
	const path = () => file?.path ?? wanted;

	const appendAll = async () => {
		file ??= await openLineFile(wanted, open);
		while (waiting.length > 0) {
			const batch = waiting;
			const text = batch.join('');
			waiting = [];
			await file.append(text);
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
		push(line) {
			waiting.push(line);
			waitingLength += line.length;
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
		hasWaiting: () => waiting.length > 0,
		waitingLength: () => waitingLength,
		isOpen: () => file !== null,
		path,
		lines: () => lines,
		bytes: () => file?.size() ?? 0,
	};
};
