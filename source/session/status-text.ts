import {withCode} from '../faults.js';
import type {BookFacts, BookStatus} from '../store/market-view.js';

/** `Huobi STEEM/BTC resyncing: updates were missed [gap]`. */
export const describeStatus = ({
	title,
	market,
	status,
	reason,
	code,
}: BookFacts & BookStatus): string =>
	withCode(`${title} ${market} ${status}${reason === null ? '' : `: ${reason}`}`, code);
