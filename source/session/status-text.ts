import type {BookFacts, BookStatus} from '../store/market-view.js';

/** `Huobi STEEM/BTC resyncing: updates were missed`. */
export const describeStatus = ({title, market, status, reason}: BookFacts & BookStatus): string =>
	`${title} ${market} ${status}${reason === null ? '' : `: ${reason}`}`;
