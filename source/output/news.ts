import type {FeeOf} from '../book/edge.js';
import type {Decimal} from '../book/fixed-point.js';
import type {MarketView} from '../store/market-view.js';

export type NewsOptions = {
	readonly isJson: boolean;
	/** A side, from 1. */
	readonly levels: number;
	/** What an edge is told for, in the base currency; null for what about a hundred dollars buy. */
	readonly size: Decimal | null;
	readonly feeOf: FeeOf;
};

/** What of a view is new since the one before, in lines; `now`: epoch milliseconds by the wall clock. */
export type News = (view: MarketView, now: number) => readonly string[];

export type CreateNews = (options: NewsOptions) => News;
