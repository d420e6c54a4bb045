import {parseWantedMarket, type WantedMarket} from '../market-name.js';
import type {CaptureEvent} from './capture-format.js';

/** A market in two parts. */
export type Pair = WantedMarket & {readonly type: 'pair'};

/** The market that a recording goes over to with this event; null for all others, and for what names none. */
export const changedMarket = (event: CaptureEvent): Pair | null => {
	if (event.kind !== 'marker' || event.market === undefined) return null;
	const wanted = parseWantedMarket(event.market);
	return wanted?.type === 'pair' ? wanted : null;
};
