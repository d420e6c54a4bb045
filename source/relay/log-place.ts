import type {BookKey} from '../store/market-view.js';
import type {BusMessage} from '../transport/bus.js';
import {toLogEnd} from './claim.js';
import {readBatch, type Batch, type PlacedState} from './messages.js';
import {createPartJoiner} from './parts.js';

/** What became of a message of the log. */
export type Accepted =
	| {readonly type: 'batch'; readonly batch: Batch}
	/** It is known already, or the rest of it is still to come. */
	| {readonly type: 'nothing'}
	/** It does not follow what is here. */
	| {readonly type: 'broken'; readonly reason: string};

const broken = (reason: string): Accepted => ({type: 'broken', reason});
const nothing: Accepted = {type: 'nothing'};

/** Where a book is in its log: a message is accepted only if it comes right after. */
export const createLogPlace = (key: BookKey) => {
	const joiner = createPartJoiner();
	let position = 0;
	let epoch = 0;
	let run = '';

	/** One that is not after ours is of before; of a newer epoch, the log was begun anew. */
	const judgeOld = (message: BusMessage): Accepted => {
		const isNewer = toLogEnd(message, key).epoch > epoch;
		return isNewer ? broken('the log of the relays begins anew') : nothing;
	};

	const judge = (batch: Batch): Accepted => {
		if (batch.open ? batch.epoch <= epoch : batch.epoch !== epoch || batch.run !== run)
			return broken(`${run} of epoch ${epoch} was followed by ${batch.run} of ${batch.epoch}`);
		({epoch, run} = batch);
		return {type: 'batch', batch};
	};

	return {
		position: () => position,
		epoch: () => epoch,
		run: () => run,
		/** Whether the rest of a message is still to come. */
		isWaiting: joiner.isWaiting,
		/** Throws a `PayloadError` for a message that cannot be read. */
		accept(message: BusMessage): Accepted {
			const {sequence, before} = message;
			if (sequence === null || before === null) return nothing;
			if (sequence <= position) return judgeOld(message);
			if (before !== position) return broken(`message ${position} was followed by ${before}`);
			position = sequence;
			const whole = joiner.add(message);
			return whole ? judge(readBatch(whole, key)) : nothing;
		},
		/** Goes on from a whole book. */
		begin(placed: Pick<PlacedState, 'position' | 'epoch' | 'run'>) {
			({position, epoch, run} = placed);
			joiner.forget();
		},
	};
};

export type LogPlace = ReturnType<typeof createLogPlace>;
