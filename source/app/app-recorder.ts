import type {Clock} from '../clock.js';
import type {Config} from '../config/load-config.js';
import {lightPalette} from '../export/palette.js';
import {formatWanted} from '../market-name.js';
import type {Console} from '../output/console.js';
import type {StdoutTap} from '../recording/stdout-tap.js';
import {keyOf} from '../screen/keys.js';
import {sessionsOf} from '../session/running.js';
import {createAppRecording, describeResult, type AppRecording} from './app-recording.js';
import type {Followed} from './followed.js';
import type {RunningApp} from './start-app.js';

export type AppRecorderOptions = {
	readonly clock: Clock;
	readonly config: Config;
	/** The program's, for the header of a recording. */
	readonly version: string;
	/** What the terminal calls itself. */
	readonly terminal: string | undefined;
	readonly screen: StdoutTap;
	/** Asked for when there is something to record. */
	readonly app: () => RunningApp;
	readonly followed: () => Followed;
};

export type AppRecorder = AppRecording & {
	/** Ends the recording that runs and says what became of all. Resolves with whether each of them is whole. */
	close(console: Pick<Console, 'complain'>): Promise<boolean>;
};

/** Records what the app shows and follows. */
export const createAppRecorder = (options: AppRecorderOptions): AppRecorder => {
	const {clock, config, version, terminal, screen, app, followed} = options;
	/** Of recordings that ended by themselves: said once more where it stays to be read. */
	const failures: string[] = [];
	const recording = createAppRecording({
		clock,
		parent: config.recordingFolder,
		appVersion: version,
		castVersion: config.castVersion,
		screen,
		terminal,
		recorded() {
			const {running, market} = followed();
			const listed = running.listed?.sessions.map(({wanted}) => formatWanted(wanted));
			return {
				...{...running, market: formatWanted(market), sessions: sessionsOf(running)},
				...(listed && {markets: [...new Set([formatWanted(market), ...listed])]}),
			};
		},
		palette: () => (app().isLight() ? lightPalette : null),
		picture: () => app().picture(),
		notify: text => app().notify(text),
		recordKey: keyOf(config.bindings, 'record'),
		onFailure: text => failures.push(text),
	});
	return {
		...recording,
		async close({complain}) {
			const recorded = await recording.stop();
			for (const text of failures) complain(text);
			if (recorded?.failure === null) complain(describeResult(recorded));
			return failures.length === 0;
		},
	};
};
