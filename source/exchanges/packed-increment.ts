import {keepColumns, type LevelColumns} from '../book/level-columns.js';
import type {Increment} from './increment.js';

/** What one that is empty takes, and a level that no number holds, in levels of 16 bytes. */
const emptyCost = 8;
const wideCost = 12;

const costOf = ({length, wide}: LevelColumns): number => (wide ? length * wideCost : length);

/** An increment that waits, with levels of its own. */
export class PackedIncrement implements Increment {
	readonly from: number;
	readonly to: number;
	readonly time: number | null;
	readonly bids: LevelColumns;
	readonly asks: LevelColumns;

	constructor({from, to, time, bids, asks}: Increment) {
		this.from = from;
		this.to = to;
		this.time = time;
		this.bids = keepColumns(bids);
		this.asks = keepColumns(asks);
	}

	/** What it takes, in levels of 16 bytes. */
	get cost(): number {
		return emptyCost + costOf(this.bids) + costOf(this.asks);
	}
}
