import type {SideView} from '../book/side-view.js';
import type {Decimal} from '../book/fixed-point.js';
import type {AuditRule, LossRule} from '../book/proving.js';
import type {VouchedRange} from '../book/order-book.js';
import type {TapeFacts} from '../book/joined-tape.js';
import type {ToldTicker} from '../book/ticker.js';
import type {Trade} from '../book/trade.js';
import type {FaultCode, FeedStatus} from '../faults.js';

/** Names one book: exchange id and market, `binance:STEEM/USDT`. */
export type BookKey = string;

/** What is known of a book besides its levels. */
export type BookFacts = {
	readonly key: BookKey;
	/** `binance` */
	readonly exchange: string;
	/** The exchange's name as people write it: `Binance`. */
	readonly title: string;
	/** `STEEM/USDT` */
	readonly market: string;
	/** Smallest price step, null until the exchange's list was read. */
	readonly tickSize: Decimal | null;
	/** In what steps sizes go; not there until the exchange's list was read. */
	readonly sizeStep?: Decimal | null;
};

export type BookStatus = {
	/** `live` only while the book is proven to be the exchange's. */
	readonly status: FeedStatus;
	/** Why it is not live, in words; null where there is nothing to say. */
	readonly reason: string | null;
	/** What kind of fault that is, where it is one. */
	readonly code?: FaultCode | null;
	/** Epoch milliseconds of the next try, where one is planned. */
	readonly retryAt: number | null;
};

/** Whether a book stands as it did. Two kinds of fault may be told in the same words. */
export const isSameStatus = (one: BookStatus, other: BookStatus): boolean =>
	one.status === other.status &&
	one.reason === other.reason &&
	(one.code ?? null) === (other.code ?? null) &&
	one.retryAt === other.retryAt;

/** How a book's feed is doing, for people who look after it. */
export type BookHealth = {
	/** Epoch milliseconds by our clock since when the socket is open, null where it is not. */
	readonly connectedSince: number | null;
	/** Epoch milliseconds of the link's newest sign of life, any frame: told once a second; null without a link. */
	readonly heardAt: number | null;
	/** Of websocket messages, over the last seconds. */
	readonly bytesPerSecond: number;
	/** From the exchange's time to ours, offset taken out, over the last messages; null before the first. */
	readonly latencyMs: {readonly p50: number; readonly p99: number} | null;
	/** How far the exchange's clock is ahead of ours, null until it was measured. */
	readonly clockOffsetMs: number | null;
	/** Times that a change was found missing. */
	readonly gaps: number;
	/** Times that the book was in sync and had to be made anew. */
	readonly resyncs: number;
	/** Connections that were lost and regained: tries that failed do not count. */
	readonly reconnects: number;
	/** Request weight used in the exchange's current minute and allowed in one, where it counts any. */
	readonly restWeight: {readonly used: number; readonly limit: number} | null;
	/** The hosts in use, `stream.binance.com:9443`; null until the feed has told them. */
	readonly hosts: {readonly ws: string; readonly rest: string} | null;
	/** By what a loss is seen and an audit made on the channel in use; null until one is. */
	readonly proof: {readonly loss: LossRule; readonly audit: AuditRule} | null;
	/** The newest comparison with a fresh snapshot. */
	readonly lastAudit: {
		/** Epoch milliseconds by our clock. */
		readonly at: number;
		/** Levels. */
		readonly differences: number;
	} | null;
	/** Comparisons with a fresh snapshot. */
	readonly audits: number;
	/** Audits that found a difference. */
	readonly failedAudits: number;
	/** What happened lately, oldest first, in words. */
	readonly events: readonly {
		/** Epoch milliseconds by our clock. */
		readonly at: number;
		readonly text: string;
	}[];
	/** Where the book comes from a relay; the rest is as that one tells it. */
	readonly relay?: RelayHealth;
};

/** How the way from a relay is doing. */
export type RelayHealth = {
	/** Name of the one that vouches for the book: `desk-1`. */
	readonly owner: string;
	/** Counts the relays that did so one after another. */
	readonly epoch: number;
	/** Epoch milliseconds by our clock of its newest word, null before the first. */
	readonly wordAt: number | null;
	/** Milliseconds up to the newest word's arrival since the moment that it vouches up to, null before the first. */
	readonly latenessMs: number | null;
	/** Times that the book had to be asked for again. */
	readonly rejoins: number;
	/** Times that it differed from the relay's. */
	readonly differences: number;
	/** Epoch of the relay whose counts the health tells: for a moment that of the one before; null before the first. */
	readonly countsOf: number | null;
};

export const initialHealth: BookHealth = {
	connectedSince: null,
	heardAt: null,
	bytesPerSecond: 0,
	latencyMs: null,
	clockOffsetMs: null,
	gaps: 0,
	resyncs: 0,
	reconnects: 0,
	restWeight: null,
	hosts: null,
	proof: null,
	lastAudit: null,
	audits: 0,
	failedAudits: 0,
	events: [],
};

/** One book at one instant. Immutable: the next change makes a new one. */
export type BookView = BookFacts &
	BookStatus & {
		/** Null until the first snapshot. */
		readonly sequence: number | null;
		/** Epoch milliseconds by the exchange's clock of the newest change. */
		readonly exchangeTime: number | null;
		/** Epoch milliseconds by our clock of the newest change, null before the first. */
		readonly receivedAt: number | null;
		/** Epoch milliseconds by our clock since which the book is live, null where it is not. */
		readonly liveSince: number | null;
		/** Milliseconds by which the wall clock is ahead of the times in here, once it was set. */
		readonly wallAhead: number;
		/** Data messages a second over the last seconds. */
		readonly messagesPerSecond: number;
		readonly health: BookHealth;
		/** Levels beyond these prices are there only as far as they changed lately. */
		readonly vouched: VouchedRange;
		/** Best first. */
		readonly bids: SideView;
		/** Best first. */
		readonly asks: SideView;
		/** The newest fills that were heard, oldest first, none twice. */
		readonly trades: readonly Trade[];
		/** What the exchange tells of the last 24 hours, which nothing proves; null until it did. */
		readonly day: ToldTicker | null;
		/** What there is of the tape besides. @default nothing */
		readonly tapeFacts?: TapeFacts;
	};

/** All books at one instant, in the order they were added. */
export type MarketView = {
	/** Epoch milliseconds of the newest write; 0 before the first. For people: change is a new view. */
	readonly lastUpdate: number;
	/** In the order in which they were added. */
	readonly books: readonly BookView[];
};

/** The price at which a market was first in sync, null where that is not known. */
export type FirstPrice = (market: string) => Decimal | null;

/** What was run through on the way to a moment of a capture. */
export type Passed = {
	/** Epoch milliseconds at which that began. */
	readonly from: number;
	/** A second apart at the least, oldest first. */
	readonly views: readonly MarketView[];
};
