import {mkdir, rmdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Clock} from '../clock.js';
import type {CastPalette, CastVersion} from './asciicast.js';
import {createCastWriter} from './cast-writer.js';
import {createFeedWriter} from './feed-writer.js';
import {openFile, type OpenFile, type OutputFile} from '../files/file-system.js';
import {createLineWriter, type LineWriter} from '../files/line-writer.js';
import {folderName, takeFree} from '../files/recording-name.js';
import type {StdoutTap} from './stdout-tap.js';
import type {WireTap} from './transport-tap.js';

export type RecordingOptions = {
	/** The folder in which the recording's own folder is made. It has to be there. */
	readonly parent: string;
	/** As a person writes it. */
	readonly market: string;
	/** All that are recorded, where those are several. */
	readonly markets?: readonly string[];
	/** Exchange ids. */
	readonly exchanges: readonly string[];
	readonly appVersion: string;
	readonly castVersion: CastVersion;
	readonly clock: Clock;
	readonly transport: WireTap;
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
	/** @default the system's */
	readonly files?: RecordingFiles;
};

/** What is used of the file system; a test hands in its own. */
export type RecordingFiles = {
	/** Fails with `EEXIST` where there is anything of that name. */
	makeFolder(path: string): Promise<void>;
	/** Fails where it holds anything. */
	removeFolder(path: string): Promise<void>;
	/** Fails with `EEXIST` where there is anything of that name. */
	readonly open: OpenFile;
};

export type RecordingState = {
	/** Since it began. */
	readonly elapsedMs: number;
	/** Bytes of both files. */
	readonly bytes: number;
	/** The disk does not keep up. */
	readonly isBehind: boolean;
	/** Why it ended by itself. */
	readonly failure: string | null;
};

export type RecordingResult = {
	/** Where it lies. */
	readonly folder: string;
	/** The screen's, then the wire's. */
	readonly files: readonly {
		readonly path: string;
		/** As long as the file is. */
		readonly bytes: number;
	}[];
	/** Why it ended by itself; null where it did not. */
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
	removeFolder: rmdir,
	open: openFile,
};

/** Opens files in a folder that is made for them, under the first name that is free. */
const createFolder = (wanted: string, files: RecordingFiles) => {
	const made = takeFree(wanted, files.makeFolder);
	return {
		// That it cannot be made is told by the files, which wait for it.
		path: made.then(
			({path}) => path,
			() => wanted,
		),
		open: async (name: string): Promise<OutputFile> => {
			const path = join((await made).path, name);
			return {...(await files.open(path)), path};
		},
		async removeEmpty() {
			try {
				await files.removeFolder((await made).path);
			} catch {
				// It was never made, or somebody has put something into it.
			}
		},
	};
};

type Origin = {
	/** Epoch milliseconds. */
	readonly startedAt: number;
	/** Milliseconds since then. */
	readonly elapsedMs: () => number;
};

/** Both files of a recording, written from now on. */
const createWriters = (
	options: RecordingOptions,
	{startedAt, elapsedMs}: Origin,
	toLines: (name: string) => LineWriter,
) => {
	const {market, markets, exchanges, appVersion, castVersion, terminal} = options;
	const title = `${market} order books`;
	const palette = options.palette?.() ?? null;
	const cast = createCastWriter({
		lines: toLines('session.cast'),
		cast: {version: castVersion, startedAt, title, terminal, palette},
		elapsedMs,
		tap: options.screen,
		picture: options.repaint(),
	});
	const feed = createFeedWriter({
		lines: toLines('feed.jsonl.gz'),
		header: {startedAt, market, ...(markets && {markets}), exchanges, app: appVersion},
		elapsedMs,
		tap: options.transport,
	});
	return {cast, feed};
};

/** Records the screen and the wire into a folder of their own, on one clock, until `stop`. */
export const startRecording = (options: RecordingOptions): Recording => {
	const {parent, clock, files = systemFiles, onFailure} = options;
	const began = clock.now();
	const elapsedMs = () => clock.now() - began;
	// By the wall clock, once; from there on time runs evenly.
	const startedAt = Math.floor(clock.wall(began));
	const wanted = join(parent, folderName(options.market, startedAt));
	let failure: string | null = null;
	let stopping: Promise<RecordingResult> | null = null;

	const fail = (reason: string) => {
		if (failure !== null || stopping) return;
		failure = reason;
		void recording.stop();
		onFailure(reason);
	};

	const folder = createFolder(wanted, files);
	const {cast, feed} = createWriters(options, {startedAt, elapsedMs}, name =>
		createLineWriter({
			path: join(wanted, name),
			clock,
			open: () => folder.open(name),
			onFailure: fail,
		}),
	);

	const stop = async (): Promise<RecordingResult> => {
		const ends = await Promise.all([cast.stop(), feed.stop()]);
		const [{failure: ofCast}, {failure: ofFeed}] = ends;
		// What is no recording is not to be found as one.
		if (ends.every(({bytes}) => bytes === 0)) await folder.removeEmpty();
		return {
			folder: await folder.path,
			files: ends.map(({path: own, bytes}) => ({path: own, bytes})),
			failure: failure ?? ofCast ?? ofFeed,
		};
	};

	const recording: Recording = {
		folder: folder.path,
		marker(label, market) {
			feed.marker(label, market);
			cast.marker(label);
		},
		state() {
			const states = [cast.state(), feed.state()];
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
