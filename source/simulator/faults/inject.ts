import type {FaultSite} from '../fault-site.js';
import {struckBy, type FaultName} from '../faults.js';
import {barePairs, shortPairs} from '../kit/level-forms.js';
import {symbolOfBook} from '../kit/streams.js';
import type {Tricks} from '../kit/protocol.js';
import type {Listing, SimulatedId} from '../market-list.js';
import type {MarketRunner} from '../market-runner.js';
import {levelText} from '../number-text.js';
import type {Outgoing} from '../outlet.js';
import type {Scene} from './scene.js';
import {strikes} from './strikes.js';

export type Aim = {
	/** @default every exchange that the fault can strike */
	readonly exchange?: SimulatedId;
	/** A `STEEM/USDT` form: only its updates are struck. @default every market */
	readonly market?: string;
};

export type InjectOptions = {
	/** Those that take part. */
	readonly ids: readonly SimulatedId[];
	readonly sites: Readonly<Record<SimulatedId, FaultSite>>;
	readonly servers: Readonly<
		Record<SimulatedId, {refuse(ms: number): void; readonly tricks?: Tricks}>
	>;
	readonly runner: MarketRunner;
	/** What each exchange lists, by symbol. */
	readonly symbols: Readonly<Record<SimulatedId, ReadonlyMap<string, Listing>>>;
};

/** A rank that no update makes the best. */
const farRank = 5;

const book = /^([^@.]+)@depth(?:@100ms)?$|^market\.([^.]+)\.(?:mbp|depth)\./;

/** The symbol in the name of a stream or topic of books, as its exchange writes it; null for others. */
const symbolOf = (exchange: SimulatedId, channel = ''): string | null => {
	if (exchange !== 'binance' && exchange !== 'huobi') return symbolOfBook(channel);
	const [, stream, topic] = book.exec(channel) ?? [];
	return exchange === 'binance' ? (stream?.toUpperCase() ?? null) : (topic ?? null);
};

export const createInject = ({ids, sites, servers, runner, symbols}: InjectOptions) => {
	const setScene = (exchange: SimulatedId, market?: string): Scene => {
		const listingOf = (channel?: string): Listing | undefined =>
			symbols[exchange].get(symbolOf(exchange, channel) ?? '');
		return {
			...sites[exchange],
			isUpdate({kind, channel}: Outgoing) {
				if (kind !== 'data') return false;
				const listing = listingOf(channel);
				return listing !== undefined && (market === undefined || listing.market === market);
			},
			farAsk(channel) {
				const listing = listingOf(channel);
				if (!listing) throw new RangeError(`no book: ${channel}`);
				const {scale, asks} = runner.use(listing).books[exchange];
				return levelText(exchange, scale, asks.at(farRank)).price.wire;
			},
			levels: servers[exchange].tricks?.levels ?? (exchange === 'huobi' ? barePairs : shortPairs),
			tricks: servers[exchange].tricks ?? {},
			refuse: servers[exchange].refuse,
		};
	};

	return (name: FaultName, {exchange, market}: Aim = {}): void => {
		const able = struckBy(name).filter(id => ids.includes(id));
		if (exchange && !able.includes(exchange)) throw new RangeError(`no ${name} on ${exchange}`);
		for (const struck of able)
			if (exchange === undefined || exchange === struck) strikes[name](setScene(struck, market));
	};
};
