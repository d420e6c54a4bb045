import {startApp} from '../start-app.js';
import type {Clock} from '../clock.js';
import type {Config} from '../config/load-config.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import {createStdoutTap} from '../recording/stdout-tap.js';
import {createTransportTap, type TransportTap} from '../recording/transport-tap.js';
import type {CommandIntent} from '../screen/keys.js';
import {createAppRecording, describeResult} from './app-recording.js';
import {isListOf} from './list-urls.js';
import {followLog, openLog} from './log-file.js';
import {startSession, type Session} from '../session.js';
import {faults} from '../simulator/faults.js';
import type {Source} from './source.js';
import {followJobControl} from './suspension.js';
import {exitCodes, untilStopped} from './terminal-free.js';
import {explainUnlisted} from './unlisted.js';

export type AppFlags = {
	readonly demo?: true;
	readonly for?: number | undefined;
	/** A file for what happens to the books. */
	readonly log?: string;
	/** Record from the start. */
	readonly record?: true | string;
	readonly config: Config;
};

export type AppContext<Flags extends AppFlags> = {
	readonly process: NodeJS.Process;
	readonly clock: Clock;
	readonly version: string;
	readonly openFor: (flags: Flags, wanted: WantedMarket) => Promise<Source>;
};

type Running = {
	readonly source: Source;
	readonly session: Session;
	readonly tap: TransportTap;
	readonly endLog: () => void;
};

/** Runs the full screen until it is left. Returns the exit code; the terminal is as before. */
export const runApp = async <Flags extends AppFlags>(
	flags: Flags,
	wanted: WantedMarket,
	{process, clock, version, openFor}: AppContext<Flags>,
): Promise<number> => {
	/** Said on the screen while there is one. */
	const complain = (text: string) => app.notify(text);

	const open = async (from: Flags): Promise<Running> => {
		const source = await openFor(from, wanted);
		const {venues} = source;
		const tap = createTransportTap(source.transport, isListOf(venues));
		const {transport} = tap;
		const random = Math.random;
		const {restShare} = flags.config;
		const session = startSession({wanted, venues, transport, clock, random, restShare});
		const endLog =
			flags.log === undefined
				? () => undefined
				: followLog(session.store, openLog(flags.log, complain), clock.now);
		return {source, session, tap, endLog};
	};
	const end = async ({source, session, endLog}: Running) => {
		endLog();
		session.stop();
		await source.close();
	};

	let running = await open(flags);
	let isSwitching = false;

	const switchToDemo = async () => {
		if (isSwitching) return;
		isSwitching = true;
		const before = running;
		await recording.stop();
		running = await open({...flags, demo: true});
		app.setSource(running.session.store, 'demo', market);
		await end(before);
	};

	const market = formatWanted(wanted);
	const {recordingFolder, castVersion} = flags.config;
	const screen = createStdoutTap(process.stdout);

	const save = async () => {
		const {columns, rows} = process.stdout;
		const still = {picture: app.picture(), columns, rows, market, folder: recordingFolder};
		try {
			const {saveStill} = await import('../export/still.js');
			const {paths} = await saveStill({...still, time: clock.now()});
			app.notify(`saved ${paths.join(' and ')}`);
		} catch (error) {
			app.notify(error instanceof Error ? error.message : String(error));
		}
	};

	const run: Readonly<Record<CommandIntent, () => void>> = {
		record: () => recording.toggle(),
		marker: () => recording.marker(),
		save: () => void save(),
	};

	const app = startApp({
		store: running.session.store,
		clock,
		stdin: process.stdin,
		stdout: screen.stdout,
		market,
		mode: flags.demo ? 'demo' : 'live',
		color: flags.config.color,
		theme: flags.config.theme,
		isAscii: flags.config.ascii,
		bindings: flags.config.bindings,
		onSuspend() {
			jobControl.suspend();
		},
		fees: flags.config.fees,
		faults,
		onFault(name) {
			const fault = faults.find(other => other.name === name);
			if (fault) running.source.inject?.(fault.name);
		},
		onCommand: intent => run[intent](),
		getRecording: () => recording.state(),
		onResync(key) {
			running.session.resync(key);
		},
		onDemo() {
			void switchToDemo();
		},
	});

	const recording = createAppRecording({
		clock,
		parent: recordingFolder,
		appVersion: version,
		castVersion,
		screen,
		terminal: process.env['TERM'],
		recorded: () => ({
			...running,
			market,
			exchanges: running.source.venues.map(({exchange}) => exchange.id),
		}),
		picture: app.picture,
		notify: app.notify,
	});
	if (flags.record !== undefined) recording.toggle();

	const crash = (error: unknown) => {
		app.restore();
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(exitCodes.failed);
	};
	process.on('uncaughtException', crash);
	process.on('unhandledRejection', crash);
	process.on('exit', app.restore);

	const jobControl = followJobControl(app, process, clock);
	const unlisted = running.session.resolved.then(resolutions => {
		const problem = explainUnlisted(wanted, resolutions);
		// Otherwise never: then it is left by a key or a signal.
		return problem ?? new Promise<never>(() => undefined);
	});
	const left = await Promise.race([
		app.exited.then(() => exitCodes.done),
		untilStopped(process, clock, flags.for),
		unlisted,
	]);
	jobControl.end();
	app.stop();
	const recorded = await recording.stop();
	if (recorded) process.stderr.write(`steem-tui: ${describeResult(recorded)}\n`);
	await end(running);
	if (typeof left === 'number') return left;
	process.stderr.write(`steem-tui: ${left}\n`);
	return exitCodes.failed;
};
