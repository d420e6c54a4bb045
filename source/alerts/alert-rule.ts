import type {Decimal} from '../book/fixed-point.js';
import type {SideName} from '../book/side-view.js';

export type Order = '<' | '>' | '<=' | '>=';

/** What a spread or an edge is held against: money, or a share of the price. */
export type Amount =
	| {readonly type: 'money'; /** In the quote currency. */ readonly value: Decimal}
	| {readonly type: 'share'; /** 0.002 is 0.2 %, or 20 bps. */ readonly value: Decimal};

/** Where a size lies: not further from mid than a share of it, or at one price. */
export type Place =
	| {readonly type: 'within'; /** 0.002 is 20 bps. */ readonly share: Decimal}
	| {readonly type: 'at'; readonly price: Decimal};

/** What has to be so. */
export type Condition =
	/** Of the mid of the best bid and ask. */
	| {readonly type: 'price'; readonly order: Order; readonly than: Decimal}
	/** From the best bid to the best ask, a share being one of mid. */
	| {readonly type: 'spread'; readonly order: Order; readonly than: Amount}
	/** Net of taker fees, for all of a size; a share being one of what the purchase costs. */
	| {readonly type: 'edge'; readonly order: Order; readonly than: Amount; readonly size: Decimal}
	/** Of one side together; `side` is null for either. */
	| {
			readonly type: 'size';
			readonly order: Order;
			readonly than: Decimal;
			readonly place: Place;
			readonly side: SideName | null;
	  }
	/** Not live for longer than so many milliseconds. */
	| {readonly type: 'down'; readonly forMs: number}
	/** A change was found missing. */
	| {readonly type: 'gap'}
	/** A connection was lost. */
	| {readonly type: 'lost'};

export type AlertRule = {
	/** As it was written, with single spaces: names the rule. */
	readonly text: string;
	readonly condition: Condition;
	/** Ids; of which books it is, none for all. Of an edge: where to buy, then where to sell. */
	readonly exchanges: readonly string[];
};

/** A rule that has come true. */
export type Alert = {
	/** The rule's text. */
	readonly rule: string;
	/** `STEEM/USDT` */
	readonly market: string;
	/** The exchange's id; of an edge where to buy and where to sell: `binance,huobi`. */
	readonly exchange: string;
	/** What was found, as the rule would have it: `0.1598`, `61.2bps`, `0.2513%`, `31s`. */
	readonly value: string;
	/** Epoch milliseconds by the wall clock. */
	readonly time: number;
};

/** How a screen draws attention: the bell, the window's title, a notification (OSC 9 and 777) of terminals that have them. */
export const alertSignNames = ['bell', 'title', 'notification'] as const;
export type AlertSign = (typeof alertSignNames)[number];
