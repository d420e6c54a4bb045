import type {BookView} from '../store/market-view.js';

/** How a relay is doing. */
export type RelayStatus = {
	/** Whether all others know that it is there. */
	readonly isEntitled: boolean;
	/** Those that are there, itself among them. */
	readonly relays: readonly string[];
	readonly books: readonly {
		readonly exchange: string;
		readonly market: string;
		readonly isOwned: boolean;
		/** 0 where it is not owned. */
		readonly epoch: number;
		/** Null where it is not followed here. */
		readonly view: BookView | null;
	}[];
	/** That the server took. */
	readonly messages: number;
	readonly bytes: number;
	/** That it refused: another relay was sooner. */
	readonly refused: number;
	/** Books that were taken over. */
	readonly claims: number;
};
