import type {Command} from 'commander';
import {systemClock} from '../clock.js';
import {exitCodes, untilStopped} from '../output/console.js';
import type {MarketList} from '../session/running.js';
import type {Bus} from '../transport/bus.js';
import {jsonOption, readFlags, type BookFlags} from './flags.js';
import {untilSignalled, withBus} from './over-bus.js';
import {console, finish, openFor} from './run.js';

/** Does something with the lists of the exchanges, or with what relays have. Returns the exit code. */
const withLists = async (
	flags: BookFlags,
	stopped: Promise<number>,
	action: (lists: readonly MarketList[]) => Promise<number>,
): Promise<number> => {
	const {nats, exchange} = flags;
	if (nats) {
		const list = async (bus: Bus) => {
			const {listRelayed} = await import('../commands/relayed.js');
			return action(listRelayed(bus, exchange));
		};
		return withBus(nats, console.complain, list, untilSignalled(stopped));
	}
	const {linkVenue} = await import('../feed/venue.js');
	const {toMarketList} = await import('../session/running.js');
	const source = await openFor(flags);
	const way = {transport: source.transport, clock: systemClock, share: 1};
	const code = await action(source.venues.map(venue => toMarketList(linkVenue(venue, way))));
	await source.close();
	return code;
};

export const addMarkets = (program: Command): void => {
	program
		.command('markets')
		.summary('list the markets of the exchanges')
		.description(
			'Lists the markets of the exchanges: which exchanges have each, its status and its tick size.',
		)
		.argument('[query]', 'part of the name')
		.option(...jsonOption)
		.action(async (query: string | undefined, _options, command: Command) => {
			const flags = readFlags<BookFlags>(command);
			const stopped = untilStopped(process, systemClock, flags.for);
			const {printMarkets} = await import('../commands/markets.js');
			const {keepMarkets, marketCachePath} = await import('../commands/market-cache.js');
			const keep =
				flags.demo || flags.nats
					? undefined
					: (names: Iterable<string>) => keepMarkets(marketCachePath(process.env), names);
			const none = flags.nats ? `no relay at ${flags.nats.shown} offers a market` : undefined;
			const options = {query, isJson: flags.json === true, none, keep};
			const print = async (lists: readonly MarketList[]) => {
				// Without a signal it is the time that is over.
				const late = stopped.then(code => (code === exitCodes.done ? null : code));
				const end = await Promise.race([printMarkets(lists, console, options), late]);
				if (end !== null) return end;
				console.complain('the lists did not come within the time of --for');
				return exitCodes.failed;
			};
			finish(await withLists(flags, stopped, print));
		});
};
