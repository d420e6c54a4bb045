import type {FaultSite} from '../fault-site.js';
import {isHalted, type Listing, type SimulatedId} from '../market-list.js';
import type {MarketRunner, RunningMarket} from '../market-runner.js';

export type CatalogueOptions = {
	readonly site: FaultSite;
	readonly runner: MarketRunner;
	/** What is listed, by symbol. */
	readonly symbols: ReadonlyMap<string, Listing>;
};

/** What an exchange lists at the moment. */
export type Catalogue = {
	/** Null for what is not listed. */
	find(symbol: string): Listing | null;
	all(): readonly Listing[];
	/** Whether a market is listed and nothing happens there. */
	isHalted(listing: Listing): boolean;
	use(listing: Listing): RunningMarket;
	/** Null while nobody looks at it, so that it stands still. */
	running(listing: Listing): RunningMarket | null;
};

export const createCatalogue = (
	exchange: SimulatedId,
	{site, symbols, runner}: CatalogueOptions,
): Catalogue => ({
	find: symbol => (site.isIn('unlisted') ? null : (symbols.get(symbol) ?? null)),
	all: () => (site.isIn('unlisted') ? [] : [...symbols.values()]),
	isHalted: listing => site.isIn('halted') || isHalted(exchange, listing),
	use: runner.use,
	running: listing => runner.running().find(market => market.listing === listing) ?? null,
});
