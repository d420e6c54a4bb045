import {startApp} from '../app/start-app.js';
import type {Clock} from '../clock.js';
import type {Config} from '../config/load-config.js';
import {formatWanted, parseWantedMarket, type WantedMarket} from '../market-name.js';
import {lightPalette} from '../export/palette.js';
import {createStdoutTap} from '../recording/stdout-tap.js';
import {keyOf, type CommandIntent} from '../screen/keys.js';
import {createAppRecording, describeResult, prepareFolder} from '../app/app-recording.js';
import {followLog, openLog} from '../output/log-file.js';
import {createMarketPicker} from '../app/market-picker.js';
import {endRunning, followOther, startRunning, type Running} from '../session/running.js';
import {faults} from '../simulator/faults.js';
import {saveScreen} from '../app/save-screen.js';
import {guardScreen} from '../terminal/screen-guard.js';
import type {Source} from '../session/source.js';
import {followJobControl} from '../terminal/suspension.js';
import {exitCodes, untilStopped, type Console} from '../output/console.js';
import {openTerminal} from '../terminal/terminal-input.js';
import {explainUnlisted} from '../session/unlisted.js';

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
	/** For what is said before and after the screen. */
	readonly console: Console;
	readonly clock: Clock;
	readonly version: string;
	readonly openFor: (flags: Flags, wanted: WantedMarket) => Promise<Source>;
};

/** Runs the full screen until it is left. Returns the exit code; the terminal is as before. */
export const runApp = async <Flags extends AppFlags>(
	flags: Flags,
	wanted: WantedMarket,
	{process, console, clock, version, openFor}: AppContext<Flags>,
): Promise<number> => {
	const {recordingFolder, castVersion} = flags.config;
	// Who asks for a recording from the start is not to find out at the end that there is none.
	const problem = flags.record === undefined ? null : await prepareFolder(recordingFolder);
	if (problem !== null) {
		console.complain(problem);
		return exitCodes.failed;
	}

	/** Said on the screen while there is one. */
	const complain = (text: string) => app.notify(text);

	let market = wanted;
	const open = async (from: Flags): Promise<Running> => {
		const {restShare} = from.config;
		return startRunning(await openFor(from, market), market, {clock, restShare});
	};
	const followBooks = () =>
		flags.log === undefined
			? () => undefined
			: followLog(running.session.store, openLog(flags.log, complain), clock.wall);
	const terminal = await openTerminal(process, flags.config, clock);
	let running = await open(flags).catch(async (error: unknown) => {
		await terminal.end();
		throw error;
	});
	let endLog = followBooks();
	let mode: 'live' | 'demo' = flags.demo ? 'demo' : 'live';

	/** Changes of what is shown, one after the other; each tells whether it was one. */
	let switching = Promise.resolve();
	const switchTo = (change: () => Promise<boolean> | boolean) => {
		const run = async () => {
			if (!(await change())) return;
			endLog();
			endLog = followBooks();
			app.setSource(running.session.store, mode, formatWanted(market));
		};
		switching = switching.then(run).catch((error: unknown) => {
			complain(error instanceof Error ? error.message : String(error));
		});
	};

	const switchToDemo = async () => {
		if (mode === 'demo') return false;
		// A recording is of one source.
		await recording.stop();
		const before = running;
		running = await open({...flags, demo: true});
		mode = 'demo';
		await endRunning(before);
		return true;
	};

	/** Also where it was asked for in one word that a list has told the parts of. */
	const isShown = (name: string) =>
		formatWanted(market) === name ||
		running.session.store.getView().books.some(book => book.market === name);

	const switchToMarket = (name: string) => {
		const picked = parseWantedMarket(name);
		if (!picked) return;
		switchTo(() => {
			if (isShown(name)) return false;
			recording.changeMarket(name, () => {
				market = picked;
				running = followOther(running, picked, clock);
			});
			return true;
		});
	};

	const screen = createStdoutTap(process.stdout);

	const save = () => {
		void saveScreen({app, clock, market: formatWanted(market), folder: recordingFolder});
	};

	const run: Readonly<Record<CommandIntent, () => void>> = {
		record: () => recording.toggle(),
		marker: () => recording.marker(),
		save,
	};

	const app = startApp({
		store: running.session.store,
		clock,
		stdin: terminal.stdin,
		stdout: screen.stdout,
		market: formatWanted(market),
		mode,
		color: flags.config.color,
		env: process.env,
		theme: terminal.theme,
		isAscii: flags.config.ascii,
		bindings: flags.config.bindings,
		levels: flags.config.screenLevels,
		hasMouse: flags.config.mouse,
		onSuspend() {
			jobControl.suspend();
		},
		fees: flags.config.fees,
		faults,
		onFault(name) {
			const fault = faults.find(other => other.name === name);
			if (fault) running.source.inject?.(fault.name);
		},
		onMarkets() {
			picker.open(running.links);
		},
		onMarket(name) {
			switchToMarket(name);
		},
		onCommand: intent => run[intent](),
		getRecording: () => recording.state(),
		onResync(key) {
			running.session.resync(key);
		},
		onDemo() {
			switchTo(switchToDemo);
		},
	});

	terminal.onLateTheme(app.setTheme);
	terminal.onSynchronizes(app.synchronize);
	const picker = createMarketPicker(app.setMarkets);
	/** Recordings that ended by themselves: said once more where it stays to be read. */
	const failures: string[] = [];
	const recording = createAppRecording({
		clock,
		parent: recordingFolder,
		appVersion: version,
		castVersion,
		screen,
		terminal: process.env['TERM'],
		recorded: () => ({
			...running,
			market: formatWanted(market),
			exchanges: running.source.venues.map(({exchange}) => exchange.id),
		}),
		palette: () => (app.isLight() ? lightPalette : null),
		picture: app.picture,
		notify: app.notify,
		recordKey: keyOf(flags.config.bindings, 'record'),
		onFailure: text => failures.push(text),
	});
	if (flags.record !== undefined) recording.toggle();

	const restore = () => {
		app.restore();
		terminal.release();
	};
	guardScreen({restore}, process, console);
	const jobControl = followJobControl(app, process, clock, terminal);
	const {session: first} = running;
	const unlisted = first.resolved.then(resolutions => {
		const isCurrent = running.session === first;
		const problem = isCurrent ? explainUnlisted(wanted, resolutions) : null;
		// Otherwise never: then it is left by a key or a signal.
		return problem ?? new Promise<never>(() => undefined);
	});

	const close = async () => {
		jobControl.end();
		app.stop();
		terminal.release();
		const recorded = await recording.stop();
		for (const text of failures) console.complain(text);
		if (recorded?.failure === null) console.complain(describeResult(recorded));
		await switching;
		endLog();
		await endRunning(running);
	};

	/** Not of a signal, which waits for no answer of the terminal. */
	const leave = async () => {
		const reason = await Promise.race([app.exited.then(() => exitCodes.done), unlisted]);
		app.stop();
		await terminal.end();
		return reason;
	};
	let left: number | string;
	try {
		left = await Promise.race([leave(), untilStopped(process, clock, flags.for)]);
	} finally {
		await close();
	}
	// A recording that was asked for and is not whole is a failure, however it was left.
	if (typeof left === 'number') return left || (failures.length > 0 ? exitCodes.failed : left);
	console.complain(left);
	return exitCodes.failed;
};
