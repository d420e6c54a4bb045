import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import type {Clock} from '../clock.js';
import {makeFolder} from '../files/make-folder.js';
import type {CastPalette, CastVersion} from '../recording/asciicast.js';
import {describeWriteError} from '../files/file-system.js';
import {
	startRecording,
	type Recording,
	type RecordingFiles,
	type RecordingResult,
	type RecordingState,
} from '../recording/session-recording.js';
import type {StdoutTap} from '../recording/stdout-tap.js';
import type {WireTap} from '../recording/transport-tap.js';
import type {Session} from '../session/session.js';
import {shortPath} from '../files/short-path.js';
import {markStatus} from '../session/status-markers.js';

/** What there is to record: it changes with the market, and when the demo takes over. */
export type Recorded = {
	/** Of the market that is shown. */
	readonly session: Session;
	/** Of all that are followed, that one among them. @default that one alone */
	readonly sessions?: readonly Session[];
	readonly tap: WireTap;
	readonly market: string;
	/** All that are followed, where those are several. */
	readonly markets?: readonly string[];
	readonly exchanges: readonly string[];
};

export type AppRecordingOptions = {
	readonly clock: Clock;
	/** The folder in which each recording makes its own. */
	readonly parent: string;
	readonly appVersion: string;
	readonly castVersion: CastVersion;
	readonly screen: StdoutTap;
	readonly terminal: string | undefined;
	readonly recorded: () => Recorded;
	/** See `RecordingOptions`. */
	readonly palette?: () => CastPalette | null;
	/** All that brings a blank terminal to the picture it has now. */
	readonly picture: () => string;
	/** The key that begins a recording, as people read it. */
	readonly recordKey: string;
	/** Says something on the screen. */
	readonly notify: (text: string) => void;
	/** Told of each recording that ended by itself, in a sentence: for when there is no screen any more. */
	readonly onFailure?: (text: string) => void;
	readonly files?: RecordingFiles;
};

export type AppRecording = {
	/** Begins a recording, or ends the one that runs. */
	toggle(): void;
	/** Puts a marker into the recording that runs. */
	marker(): void;
	/** Lets the session go over to another market; a recording that runs goes on with it. */
	changeMarket(name: string, change: () => void): void;
	/** Lets another market be shown, while all that is followed for a list goes on. */
	showOther(change: () => void): void;
	/** Null while nothing is recorded. */
	state(): RecordingState | null;
	/** Ends the recording that runs and waits for its files; null where none did. */
	stop(): Promise<RecordingResult | null>;
};

const sizeText = (bytes: number): string =>
	bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** Where a recording lies and how large it is, or why it ended by itself, in one line. */
export const describeResult = ({folder, files, failure}: RecordingResult): string => {
	const names = files
		.filter(({bytes}) => bytes > 0)
		.map(({path, bytes}) => `${path.slice(folder.length + 1)} ${sizeText(bytes)}`);
	const saved = `${names.join(', ')} in ${shortPath(folder)}`;
	if (failure === null) return `recorded ${saved}`;
	return `the recording ended: ${failure}${names.length > 0 ? `; ${saved}` : ''}`;
};

/** Makes the folder for recordings where it is missing. Returns why there cannot be any, null where there can. */
export const prepareFolder = async (folder: string): Promise<string | null> => {
	try {
		await makeFolder(folder);
		await access(folder, constants.W_OK | constants.X_OK);
		return null;
	} catch (error) {
		const isFile = (error as NodeJS.ErrnoException).code === 'EEXIST';
		return describeWriteError(folder, isFile ? {code: 'ENOTDIR'} : error);
	}
};

type RunningRecording = {
	readonly recording: Recording;
	/** Marks no more what becomes of the books. */
	unmark: () => void;
	/** Put by the user so far. */
	markers: number;
};

/** Marks what becomes of the books of all that are followed. Returns stop. */
const markAll = (
	{session, sessions = [session]}: Recorded,
	marker: Recording['marker'],
): (() => void) => {
	const stops = sessions.map(({store}) => markStatus(store, marker));
	return () => {
		for (const stop of stops) stop();
	};
};

const startOne = (options: AppRecordingOptions, onFailure: () => void): RunningRecording => {
	const recorded = options.recorded();
	const {session, sessions = [session], tap, market, markets, exchanges} = recorded;
	const recording = startRecording({
		...options,
		...{market, exchanges, ...(markets && {markets})},
		transport: tap,
		repaint: options.picture,
		refresh() {
			session.fetchTrades(true);
			for (const one of sessions)
				for (const {key, status} of one.store.getView().books)
					if (status === 'live' || status === 'stale') one.resync(key);
		},
		onFailure,
	});
	return {recording, unmark: markAll(recorded, recording.marker), markers: 0};
};

/** Records the app's screen and wire, one recording at a time. */
export const createAppRecording = (options: AppRecordingOptions): AppRecording => {
	const {recorded, notify, recordKey} = options;
	let running: RunningRecording | null = null;

	/** The end of the one before. */
	let ended: Promise<unknown> = Promise.resolve();

	const finish = async ({recording, unmark}: RunningRecording) => {
		unmark();
		const result = await recording.stop();
		const text = describeResult(result);
		notify(text);
		if (result.failure !== null) options.onFailure?.(text);
		return result;
	};

	const stop = async (): Promise<RecordingResult | null> => {
		if (!running) {
			await ended;
			return null;
		}
		const finished = finish(running);
		running = null;
		ended = finished;
		return finished;
	};

	const showOther = (change: () => void) => {
		running?.unmark();
		change();
		if (running) running.unmark = markAll(recorded(), running.recording.marker);
	};

	return {
		showOther,
		toggle() {
			if (running) void stop();
			else running = startOne(options, () => void stop());
		},
		marker() {
			if (!running) {
				notify(`nothing is recorded: ${recordKey} begins a recording`);
				return;
			}
			const label = `marker ${++running.markers}`;
			running.recording.marker(label);
			notify(label);
		},
		changeMarket(name, change) {
			// The marker stands before what becomes of the connections: replay goes over there, too.
			running?.recording.marker(`market ${name}`, name);
			showOther(change);
		},
		state: () => running?.recording.state() ?? null,
		stop,
	};
};
