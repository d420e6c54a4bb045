import manifest from '../../package.json' with {type: 'json'};
import {systemClock} from '../clock.js';
import {followLog, openLog} from '../output/log-file.js';
import type {Config} from '../config/load-config.js';
import {openSource, type Source} from '../session/source.js';
import {
	createConsole,
	exitCodes,
	finish as endProgram,
	untilStopped,
	type Console,
} from '../output/console.js';
import type {WantedMarket} from '../market-name.js';
import {startSession, type Session} from '../session/session.js';
import type {Service} from '../service/service.js';
import {leaveGoneTerminal} from '../terminal/leave-gone-terminal.js';
import {unblockTerminal} from '../terminal/unblock-terminal.js';
import type {SharedFlags} from './flags.js';
import {maskArguments} from './mask-arguments.js';

export const {version} = manifest;

unblockTerminal(process, systemClock);
leaveGoneTerminal(process);

export const console = createConsole(process, text => maskArguments(text, process.argv));

/** Ends the program with an exit code, once all that it printed has been handed over. */
export const finish = (code: number) => endProgram(process, systemClock, code);

/** Ends the program with an exit code; who does not read the last of it does not hold it. */
export const finishSoon = (code: number) =>
	endProgram(process, systemClock, code, {isHurried: true});

/** A proxy named by the flag is used for every host, any other with the exceptions of NO_PROXY. */
const toProxyOptions = ({proxy: address, isProxyFlag}: Config) => {
	const {env} = process;
	return {address, noProxy: isProxyFlag ? '' : env['no_proxy'] || env['NO_PROXY'] || ''};
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

/** Runs an action on a session of the market, and cleans up behind it. Returns the exit code. */
export const withSession = async (
	flags: SharedFlags,
	wanted: WantedMarket,
	action: (session: Session) => Promise<number>,
	service: Following | null = null,
): Promise<number> => {
	const source = await openFor(flags, wanted);
	const {venues, transport} = source;
	const session = startSession({
		wanted,
		venues,
		transport,
		clock: systemClock,
		random: Math.random,
		restShare: flags.config.restShare,
		observe: service?.observe,
	});
	service?.follow(() => session.store.getView().books);
	const endLog =
		flags.log === undefined
			? () => undefined
			: followLog(session.store, openLog(flags.log, console.complain), systemClock.wall);
	try {
		return await action(session);
	} finally {
		endLog();
		session.stop();
		await source.close();
	}
};

/** A command without a screen: the action, until a signal, or until it turns out that no exchange has the market. */
export const runPlain = async (
	flags: SharedFlags,
	named: WantedMarket | undefined,
	action: (session: Session, console: Console, stopped: Promise<number>) => Promise<number>,
	service: Following | null = null,
): Promise<number> => {
	const wanted = named ?? flags.config.market;
	const stopped = untilStopped(process, systemClock, flags.for);
	const {explainUnlisted} = await import('../session/unlisted.js');
	const run = async (session: Session): Promise<number> => {
		const unlisted = session.resolved.then(resolutions => {
			const problem = explainUnlisted(wanted, resolutions);
			// Otherwise never: then the action or a signal ends it.
			if (problem === null) return new Promise<never>(() => undefined);
			console.complain(problem);
			return exitCodes.failed;
		});
		const early = await Promise.race([session.started, stopped, unlisted]);
		return early ?? Promise.race([action(session, console, stopped), stopped, unlisted]);
	};
	return withSession(flags, wanted, run, service);
};
