import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {systemClock} from '../clock.js';
import {openFile} from '../files/file-system.js';
import type {WantedMarket} from '../market-name.js';
import {UsageError} from '../options/options.js';
import {exitCodes, untilStopped} from '../output/console.js';
import {BusError} from '../transport/bus.js';
import type {NatsAddress} from '../transport/nats-address.js';
import type {ReplayRequest} from '../replay/open-replay.js';
import type {SharedFlags} from './flags.js';
import {reachBus} from './over-bus.js';
import {console, version} from './run.js';

/** Read on after the moment for which a book is wanted, in milliseconds. */
const afterMs = 60_000;

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
const fetchInto = async (
	folder: string,
	{flags, named, forMs}: HistoryOptions,
	isStopped: () => boolean,
) => {
	const {since, nats, config, exchange: exchanges} = flags;
	const [market = config.market] = named;
	const path = join(folder, 'history.jsonl.gz');
	const bus = await reachBus(nats);
	if (typeof bus === 'string') return bus;
	const {fetchHistory} = await import('../commands/relayed-history.js');
	const to = Math.min(since + (forMs ?? 0) + afterMs, systemClock.wall());
	const options = {
		...{choices: [market], exchanges, path, stretch: {from: since, to}},
		...{appVersion: version, isExact: forMs === null},
	};
	try {
		const context = {bus, clock: systemClock, open: openFile, tell: console.complain, isStopped};
		const history = await fetchHistory(options, context);
		if (history.type === 'failed') return history.reason;
		const {from} = history;
		const request: ReplayRequest = {paths: [path], market, exchanges, lookMs: from};
		return {request, from};
	} catch (error) {
		if (!(error instanceof BusError)) throw error;
		return `${bus.address}: ${error.message}`;
	} finally {
		await bus.close();
	}
};

/**
 * Runs an action on what relays keep of the wire since a moment, as on a capture, which is removed behind it. Returns
 * the exit code, or that of a signal that came before; later ones are the action's.
 */
export const withHistory = async (
	options: HistoryOptions,
	action: (request: ReplayRequest, from: number, stopped: Promise<number>) => Promise<number>,
): Promise<number> => {
	if (options.named.length > 1) throw new UsageError('of history name one market');
	let isStopped = false;
	const stopped = untilStopped(process, systemClock, undefined);
	void stopped.then(() => (isStopped = true));
	const folder = await mkdtemp(join(tmpdir(), 'steem-tui-history-'));
	try {
		const fetched = await Promise.race([fetchInto(folder, options, () => isStopped), stopped]);
		if (typeof fetched === 'number') return fetched;
		if (typeof fetched === 'string') {
			console.complain(fetched);
			return exitCodes.failed;
		}
		return await action(fetched.request, fetched.from, stopped);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
};
