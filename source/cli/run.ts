import manifest from '../../package.json' with {type: 'json'};
import {systemClock} from '../clock.js';
import {withCode} from '../faults.js';
import {endAtOnce} from '../output/end-at-once.js';
import {followLog, openLog, toLogLine} from '../output/log-file.js';
import type {Config} from '../config/load-config.js';
import {openSource, type Source} from '../session/source.js';
import {
	codeOfEnd,
	createConsole,
	exitCodes,
	finish as endProgram,
	untilStopped,
	type Console,
	type FinishOptions,
} from '../output/console.js';
import {withoutRepeats, type WantedMarket} from '../market-name.js';
import {UsageError} from '../options/options.js';
import {
	startMarketSessions,
	type MarketSessions,
	type WatchedMarkets,
} from '../session/market-sessions.js';
import type {Running} from '../session/running.js';
import type {Service} from '../service/service.js';
import type {Bus} from '../transport/bus.js';
import type {NatsAddress} from '../transport/nats-address.js';
import {leaveGoneTerminal} from '../terminal/leave-gone-terminal.js';
import {unblockTerminal} from '../terminal/unblock-terminal.js';
import type {SharedFlags} from './flags.js';
import {maskArguments} from './mask-arguments.js';

/** Put in by the build, of git: the commit; empty without git. */
declare const builtFrom: string | undefined;

export const {version} = manifest;

/** The version, and the commit where the build knew it. */
export const fullVersion =
	typeof builtFrom === 'undefined' || builtFrom === '' ? version : `${version} (${builtFrom})`;

unblockTerminal(process, systemClock);
leaveGoneTerminal(process);
endAtOnce(process);

export const console = createConsole(process, text => maskArguments(text, process.argv));

/** Ends the program with an exit code; where what it says could not be told, with that of the output. */
const end = (code: number, options?: FinishOptions): void => {
	void console.untilGone().then(gone => process.exit(codeOfEnd(code, gone)));
	endProgram(process, systemClock, code, options);
};

/** Ends the program with an exit code, once all that it printed has been handed over. */
export const finish = (code: number): void => {
	end(code);
};

/** Ends the program with an exit code; who does not read the last of it does not hold it. */
export const finishSoon = (code: number): void => {
	end(code, {isHurried: true});
};

/** A proxy named by the flag is used for every host, any other with the exceptions of NO_PROXY. */
const toProxyOptions = ({proxy: address, isProxyFlag, effective}: Config) => {
	const {env} = process;
	const noProxy = isProxyFlag ? '' : env['no_proxy'] || env['NO_PROXY'] || '';
	const origin = effective.find(({path}) => path === 'proxy')?.origin;
	return {address, noProxy, ...(origin?.type === 'environment' && {variable: origin.name})};
};

export const openFor = (flags: SharedFlags, ...wanted: readonly WantedMarket[]): Promise<Source> =>
	openSource({
		isDemo: flags.demo === true,
		seed: flags.seed,
		faults: flags.fault ?? [],
		exchanges: flags.exchange,
		wanted,
		endpoints: flags.config.endpoints,
		proxy: toProxyOptions(flags.config),
		clock: systemClock,
	});

/** Who tells others of the books. */
type Following = Pick<Service, 'observe' | 'follow'>;

/** Writes a line to the log that was asked for; `at`: epoch milliseconds. */
type Log = (text: string, at: number) => void;

/** What the full screen shows of relays; null where the flags lead elsewhere. Rejects where they cannot be reached. */
export const openRelayed = (
	{nats, exchange}: SharedFlags,
	markets: readonly [WantedMarket, ...WantedMarket[]],
): Promise<Running> | null => {
	if (nats === null) return null;
	const open = async () => {
		const {reachBus} = await import('./over-bus.js');
		const bus = await reachBus(nats);
		if (typeof bus === 'string') throw new Error(withCode(bus, 'bus-lost'));
		const {startRelayedRunning} = await import('../commands/relayed.js');
		const options = {bus, exchanges: exchange, clock: systemClock, random: Math.random};
		return startRelayedRunning(options, markets);
	};
	return open();
};

type Action = (sessions: MarketSessions, log: Log) => Promise<number>;

type Run = {
	readonly action: Action;
	readonly service: Following | null;
	/** Resolves with the exit code when it is time to stop. */
	readonly stopped: Promise<number>;
};

/** Runs an action on sessions, told to the log and to those who ask. Returns the exit code. */
const runOn = async (
	sessions: MarketSessions,
	flags: SharedFlags,
	action: Action,
	service: Following | null,
): Promise<number> => {
	const {store} = sessions;
	service?.follow(() => store.getView().books);
	const log = flags.log === undefined ? null : openLog(flags.log, console.complain);
	const endLog = log ? followLog(store, log, systemClock.wall) : () => undefined;
	try {
		return await action(sessions, (text, at) => log?.write(toLogLine(at, text)));
	} finally {
		endLog();
		sessions.stop();
	}
};

/** Runs an action on what relays tell of the markets. Returns the exit code. */
const withRelayed = async (
	flags: SharedFlags,
	nats: NatsAddress,
	markets: readonly WantedMarket[],
	{action, service, stopped}: Run,
): Promise<number> => {
	const {untilSignalled, withBus} = await import('./over-bus.js');
	const follow = async (bus: Bus) => {
		const {startRelayedSessions} = await import('../relayed/relayed-sessions.js');
		const options = {
			...{bus, exchanges: flags.exchange},
			...{clock: systemClock, random: Math.random},
		};
		return runOn(startRelayedSessions(options, markets), flags, action, service);
	};
	return withBus(nats, console.complain, follow, untilSignalled(stopped));
};

/** Runs an action on sessions of the markets, and cleans up behind it. Returns the exit code. */
const withMarkets = async (
	flags: SharedFlags,
	markets: readonly WantedMarket[],
	way: Run,
): Promise<number> => {
	if (flags.nats) return withRelayed(flags, flags.nats, markets, way);
	const {action, service} = way;
	const source = await openFor(flags, ...markets);
	const {venues, transport} = source;
	const sessions = startMarketSessions({
		...{markets, venues, transport},
		clock: systemClock,
		random: Math.random,
		restShare: flags.config.restShare,
		observe: service?.observe,
	});
	try {
		return await runOn(sessions, flags, action, service);
	} finally {
		await source.close();
	}
};

/** The markets that were named, or else the one of the settings. */
export const marketsOf = (
	named: readonly WantedMarket[],
	{config, exchange}: SharedFlags,
): readonly WantedMarket[] => {
	const markets = named.length > 0 ? withoutRepeats(named) : [config.market];
	const own = exchange.find(({wanted}) => wanted !== undefined);
	if (markets.length > 1 && own)
		throw new UsageError(
			`--exchange names a market for ${own.id} alone: that goes with one market, not with ${markets.length}`,
		);
	return markets;
};

/** The markets of the screen: those that were named, or those of the settings. */
export const screenMarkets = (
	named: readonly WantedMarket[],
	flags: SharedFlags & {readonly all?: true},
): readonly [WantedMarket, ...WantedMarket[]] => {
	const {market, markets} = flags.config;
	if (flags.all && named.length > 1)
		throw new UsageError(
			'--all is every market: name one that is followed from the start, or none',
		);
	// One that is named for a single exchange goes with one market.
	const isOwn = flags.exchange.some(({wanted}) => wanted !== undefined);
	const set = flags.all || isOwn ? [] : markets;
	const [first = market, ...others] = marketsOf(named.length > 0 ? named : set, flags);
	return [first, ...others];
};

/** A command without a screen: the action, until a signal, or until it turns out that no exchange has a market. */
export const runPlain = async (
	flags: SharedFlags,
	named: readonly WantedMarket[],
	action: (
		sessions: WatchedMarkets,
		console: Console,
		stopped: Promise<number>,
		log: Log,
	) => Promise<number>,
	service: Following | null = null,
): Promise<number> => {
	const markets = marketsOf(named, flags);
	const stopped = untilStopped(process, systemClock, flags.for);
	const run = async (sessions: MarketSessions, log: Log): Promise<number> => {
		const unlisted = sessions.resolved.then(resolved => {
			// Otherwise never: then the action or a signal ends it.
			if (resolved.type === 'named') return new Promise<never>(() => undefined);
			console.complain(resolved.problem);
			return exitCodes.failed;
		});
		const early = await Promise.race([sessions.started, stopped, unlisted]);
		return early ?? Promise.race([action(sessions, console, stopped, log), stopped, unlisted]);
	};
	return withMarkets(flags, markets, {action: run, service, stopped});
};
