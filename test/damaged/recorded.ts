import type {Exchange} from '../../source/exchanges/exchange.js';
import type {ReplayWire} from '../../source/playback/replay-wire.js';
import type {TruePast} from '../soak/truth.js';

/** What is known of a capture of one simulated exchange by whoever made it. */
export type Recorded = {
	readonly exchange: Exchange;
	/** `STEEM/USDT` */
	readonly markets: readonly string[];
	/** Of each recording that it was made of: a book is to be the exchange's in one of them. */
	readonly truths: readonly TruePast[];
	readonly wire: ReplayWire;
	/** Whether ids begin anew in it: of the newer book they may be lower. */
	readonly areIdsAnew: boolean;
};

/** The market that is meant by its symbol, in whatever letters. */
export const marketOf = ({exchange, markets}: Recorded, symbol: string): string =>
	markets.find(market => {
		const [base = '', quote = ''] = market.split('/');
		return exchange.toSymbol(base, quote).toUpperCase() === symbol.toUpperCase();
	}) ?? symbol;
