import {mkdir} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {Clock} from '../clock.js';
import {
	createCastEncoder,
	type CastEvent,
	type CastPalette,
	type CastVersion,
} from './asciicast.js';
import {createFeedWriter} from './feed-writer.js';
import {openFile, type OpenFile} from '../files/file-system.js';
import {createLineWriter} from '../files/line-writer.js';
import {folderName, takeFree} from '../files/recording-name.js';
import type {StdoutTap} from './stdout-tap.js';
import type {TransportTap} from './transport-tap.js';

export type RecordingOptions = {
	/** The folder in which the recording's own folder is made. It has to be there. */
	readonly parent: string;
	readonly market: string;
	/** Exchange ids. */
	readonly exchanges: readonly string[];
	readonly appVersion: string;
	readonly castVersion: CastVersion;
	readonly clock: Clock;
	readonly transport: TransportTap;
	readonly screen: StdoutTap;
	/** The variable `TERM`. */
	readonly terminal?: string | undefined;
	/** What the screen's colours are made for, where it is not what players use. */
	readonly palette?: () => CastPalette | null;
	/** All that brings a blank terminal to the picture it has now. */
	readonly repaint: () => string;
	/** Asks for a new snapshot of each book, so that the capture can be played from its first second. */
	readonly refresh: () => void;
	/** Told once, in a sentence, where the recording ended by itself: both files are whole up to there. */
	readonly onFailure: (reason: string) => void;
	readonly files?: RecordingFiles;
};

/** What is used of the file system; a test hands in its own. */
export type RecordingFiles = {
	/** Fails with `EEXIST` where there is anything of that name. */
	makeFolder(path: string): Promise<void>;
	readonly open: OpenFile;
};

export type RecordingState = {
	readonly elapsedMs: number;
	/** Bytes of both files. */
	readonly bytes: number;
	/** The disk does not keep up. */
	readonly isBehind: boolean;
	/** Why it ended by itself. */
	readonly failure: string | null;
};

export type RecordingResult = {
	readonly folder: string;
	readonly files: readonly {readonly path: string; readonly bytes: number}[];
	readonly failure: string | null;
};

export type Recording = {
	/** Settles once it is made: its name is the first that is free. */
	readonly folder: Promise<string>;
	/** Puts a marker into both files; `market` where it is the one that is recorded from here on. */
	marker(label: string, market?: string): void;
	state(): RecordingState;
	/** Writes what waits and closes both files. */
	stop(): Promise<RecordingResult>;
};

const systemFiles: RecordingFiles = {
	async makeFolder(path: string) {
		await mkdir(path, {mode: 0o700});
	},
	open: openFile,
};

/** Records the screen and the wire into a folder of their own, on one clock, until `stop`. */
export const startRecording = (options: RecordingOptions): Recording => {
	const {parent, market, exchanges, appVersion, clock, files = systemFiles, onFailure} = options;
	const began = clock.now();
	// By the wall clock, once; from there on time runs evenly.
	const startedAt = Math.floor(clock.wall(began));
	const wanted = join(parent, folderName(market, startedAt));
	const elapsedMs = () => clock.now() - began;
	let failure: string | null = null;
	let stopping: Promise<RecordingResult> | null = null;

	const fail = (reason: string) => {
		if (failure !== null || stopping) return;
		failure = reason;
		void recording.stop();
		onFailure(reason);
	};

	const made = takeFree(wanted, files.makeFolder);
	// Told by the files, which wait for it.
	const folder = made.then(
		({path}) => path,
		() => wanted,
	);
	const writerFor = (name: string) =>
		createLineWriter({
			path: join(wanted, name),
			clock,
			async open() {
				const path = join((await made).path, name);
				return {...(await files.open(path)), path};
			},
			onFailure: fail,
		});

	const screenLines = writerFor('session.cast');
	const {columns, rows} = options.screen.stdout;
	const encoder = createCastEncoder({
		version: options.castVersion,
		columns,
		rows,
		startedAt,
		title: `${market} order books`,
		terminal: options.terminal,
		palette: options.palette?.() ?? null,
	});
	const writeScreen = (event: CastEvent) => {
		screenLines.write(encoder.encode(elapsedMs(), event));
	};
	screenLines.write(encoder.header);
	writeScreen({code: 'o', data: options.repaint()});

	const feed = createFeedWriter({
		lines: writerFor('feed.jsonl.gz'),
		header: {startedAt, market, exchanges, app: appVersion},
		elapsedMs,
		tap: options.transport,
	});
	const stopScreen = options.screen.start(writeScreen);

	const stop = async (): Promise<RecordingResult> => {
		stopScreen();
		const [screenEnd, feedEnd] = await Promise.all([screenLines.close(), feed.stop()]);
		return {
			folder: dirname(screenEnd.path),
			files: [screenEnd, feedEnd].map(({path, bytes}) => ({path, bytes})),
			failure: failure ?? screenEnd.failure ?? feedEnd.failure,
		};
	};

	const recording: Recording = {
		folder,
		marker(label, market) {
			feed.marker(label, market);
			writeScreen({code: 'm', label});
		},
		state() {
			const states = [screenLines.state(), feed.state()];
			return {
				elapsedMs: elapsedMs(),
				bytes: states.reduce((sum, {bytes}) => sum + bytes, 0),
				isBehind: states.some(({status}) => status === 'behind'),
				failure,
			};
		},
		stop: () => (stopping ??= stop()),
	};
	options.refresh();
	return recording;
};
