import type {Clock} from '../clock.js';
import type {Exchange, Market} from '../exchanges/exchange.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import type {ClockOffset} from './clock-offset.js';
import type {ObserveFeed} from './feed-observer.js';
import type {RestGate} from './rest-gate.js';
import type {SocketGate} from './socket-gate.js';

export type FeedOptions = {
	readonly exchange: Exchange;
	readonly market: Market;
	readonly key: BookKey;
	/** Where the book was added; the feed alone writes it. */
	readonly store: BookStore;
	/** Shared by all feeds of the exchange, as is the way to its sockets and the clock's offset. */
	readonly rest: RestGate;
	/** Shared by all that connect to this exchange. */
	readonly sockets: SocketGate;
	/** Shared by all feeds of this exchange. */
	readonly clockOffset: ClockOffset;
	/** Whether there are so many markets that snapshots have to be cheap. @default no */
	readonly isThrifty?: boolean;
	/** Who counts what comes in. @default nobody */
	readonly observe?: ObserveFeed | undefined;
	readonly clock: Clock;
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
};
