import {prepareFolder} from '../app/app-recording.js';
import type {LiveAppOptions} from '../app/live-app.js';
import type {Clock} from '../clock.js';
import type {Config} from '../config/load-config.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import {exitCodes, type Console} from '../output/console.js';
import {startRunning, type Running} from '../session/running.js';
import type {Source} from '../session/source.js';
import {faultsOf} from '../simulator/faults.js';
import {simulatedIds} from '../simulator/market-list.js';
import {guardLoading} from '../terminal/loading-guard.js';
import {openTerminal} from '../terminal/terminal-input.js';

export type AppFlags = {
	readonly demo?: true;
	/** Every market that two of the exchanges have, in the list. */
	readonly all?: true;
	/** Those that are followed. */
	readonly exchange: readonly {readonly id: string}[];
	/** Milliseconds after which the app ends. */
	readonly for?: number | undefined;
	/** A file for what happens to the books. */
	readonly log?: string;
	/** Record from the start. */
	readonly record?: true | string;
	readonly config: Config;
};

/** The first of them is shown at first, as one alone, or as the first of the list. */
export type Markets = readonly [WantedMarket, ...WantedMarket[]];

export type AppContext<Flags extends AppFlags> = {
	readonly process: NodeJS.Process;
	/** For what is said before and after the screen. */
	readonly console: Console;
	readonly clock: Clock;
	readonly version: string;
	/** See `LiveAppOptions`. */
	readonly openAlerts: LiveAppOptions['openAlerts'];
	readonly openFor: (flags: Flags, ...wanted: readonly WantedMarket[]) => Promise<Source>;
	/** Opens the relays that the flags lead to; null where they lead elsewhere. Rejects with why it cannot. */
	readonly openRelayed: (flags: Flags, markets: Markets) => Promise<Running> | null;
};

/** Loads what shows the screen, by parts: in between goes on what is on its way. */
const loadScreen = async (clock: Clock) => {
	const others = () =>
		new Promise<void>(resolve => {
			clock.after(0, resolve);
		});
	await others();
	await import('../app/load-ink.js');
	await others();
	const {runLiveApp} = await import('../app/live-app.js');
	return runLiveApp;
};

/** Runs the full screen until it is left. Returns the exit code; the terminal is as before. */
export const runApp = async <Flags extends AppFlags>(
	flags: Flags,
	markets: Markets,
	{process, console, clock, version, openAlerts, openFor, openRelayed}: AppContext<Flags>,
): Promise<number> => {
	const {config, log, for: forMs} = flags;
	const {stdout, env} = process;
	const isRecording = flags.record !== undefined;
	// Who asks for a recording from the start is not to find out at the end that there is none.
	const problem = isRecording ? await prepareFolder(config.recordingFolder) : null;
	if (problem !== null) {
		console.complain(problem);
		return exitCodes.failed;
	}
	const open = async (from: Flags, wanted: Markets) =>
		startRunning(await openFor(from, ...wanted), wanted, {
			...{clock, restShare: config.restShare, isAll: flags.all === true},
		});
	// The exchanges need not wait until the terminal has answered, and neither of them until the screen is loaded.
	const [first, ...others] = markets;
	const opening = openRelayed(flags, markets) ?? open(flags, markets);
	opening.catch(() => undefined);
	const asking = openTerminal(process, config, clock);
	// Told where it is awaited: until then nobody else listens.
	asking.catch(() => undefined);
	const guard = guardLoading(process, clock, asking);
	const runLiveApp = await loadScreen(clock);
	const terminal = await asking;
	const running = await opening.catch(async (error: unknown) => {
		await terminal.end();
		throw error;
	});
	await guard.goOn();
	return runLiveApp({
		place: {process, stdout, env, console, clock, terminal, config, onHeard: guard.onHeard},
		first: {running, market: first, mode: flags.demo ? 'demo' : 'live'},
		...((others.length > 0 || flags.all) && {view: 'markets'}),
		openDemo(market) {
			const named = formatWanted(market);
			const rest = markets.filter(other => formatWanted(other) !== named);
			return open({...flags, demo: true}, [market, ...(others.length > 0 ? rest : [])]);
		},
		faults: faultsOf(simulatedIds.filter(id => flags.exchange.some(one => one.id === id))),
		version,
		isRecording,
		openAlerts,
		log,
		forMs,
	});
};
