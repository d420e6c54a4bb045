import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {systemClock} from '../clock.js';
import {openFile} from '../files/file-system.js';
import type {WantedMarket} from '../market-name.js';
import {UsageError} from '../options/options.js';
import {exitCodes, untilStopped} from '../output/console.js';
import {BusError, type Bus} from '../transport/bus.js';
import type {NatsAddress} from '../transport/nats-address.js';
import {isPast, type Replayable} from '../commands/replayable.js';
import type {SharedFlags} from './flags.js';
import {withBus} from './over-bus.js';
import {console, version} from './run.js';

export type HistoryOptions = {
	readonly flags: SharedFlags & {readonly nats: NatsAddress; readonly since: number};
	readonly named: readonly WantedMarket[];
	/** How much of it is wanted after the moment, in milliseconds; null where only the moment is. */
	readonly forMs: number | null;
};

/** Whether the flags ask for what was, over relays. */
export const isHistory = <T extends SharedFlags>(flags: T): flags is T & HistoryOptions['flags'] =>
	flags.nats !== null && flags.since !== null;

/** What to replay of relays' history, and where it begins; or why there is none, in a sentence. */
const open = async (
	bus: Bus,
	folder: string,
	{flags, named, forMs}: HistoryOptions,
	isStopped: () => boolean,
): Promise<{readonly request: Replayable; readonly from: number} | string> => {
	const {since, config, exchange: exchanges} = flags;
	const [market = config.market] = named;
	const path = join(folder, 'history.jsonl.gz');
	const {openHistory} = await import('../commands/relayed-history.js');
	const options = {
		...{choices: [market], exchanges, path, stretch: {from: since, to: since + (forMs ?? 0)}},
		...{appVersion: version, isExact: forMs === null},
	};
	try {
		const context = {bus, clock: systemClock, open: openFile, tell: console.complain, isStopped};
		const history = await openHistory(options, context);
		if (history.type === 'failed') return history.reason;
		const {from} = history;
		if (history.type === 'log') return {request: history.past, from};
		return {request: {paths: [path], market, exchanges}, from};
	} catch (error) {
		if (!(error instanceof BusError)) throw error;
		return `${bus.address}: ${error.message}`;
	}
};

/** Runs an action in a folder of its own that is removed behind it. */
const inFolder = async (action: (folder: string) => Promise<number>): Promise<number> => {
	const folder = await mkdtemp(join(tmpdir(), 'steem-tui-history-'));
	try {
		return await action(folder);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
};

/**
 * Runs an action on what relays keep since a moment: as their log tells it, or as on a capture of the wire, which is
 * removed behind it. Returns the exit code, or that of a signal that came before; later ones are the action's.
 */
export const withHistory = async (
	options: HistoryOptions,
	action: (request: Replayable, from: number, stopped: Promise<number>) => Promise<number>,
): Promise<number> => {
	if (options.named.length > 1) throw new UsageError('of history name one market');
	let [isReached, isStopped] = [false, false];
	// Where nobody reads any more, the folder is removed all the same.
	const signal = untilStopped(process, systemClock, undefined);
	const stopped = Promise.race([signal, console.untilGone()]);
	void stopped.then(() => (isStopped = true));
	const code = withBus(options.flags.nats, console.complain, bus =>
		inFolder(async folder => {
			isReached = true;
			const opened = await Promise.race([open(bus, folder, options, () => isStopped), stopped]);
			if (typeof opened === 'number') return opened;
			if (typeof opened === 'string') {
				console.complain(opened);
				return exitCodes.failed;
			}
			const {request, from} = opened;
			try {
				return await action(request, from, stopped);
			} finally {
				if (isPast(request)) await request.stop();
			}
		}),
	);
	// A server that is not there is not waited for any longer than the user wants.
	const before = stopped.then(by => (isReached ? code : by));
	return Promise.race([code, before]);
};
