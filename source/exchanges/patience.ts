import type {FeedFault} from '../faults.js';
import type {ClientOutput} from './exchange.js';

/** Waits of a few seconds each. */
export type PatienceRules = {
	/** Without any answer, after which a book is asked for again. */
	readonly asksAt: number;
	/** Without any answer, after which the channel is taken for dead. */
	readonly most: number;
};

const usual: PatienceRules = {asksAt: 1, most: 2};

/** What to make of refusals and of silence, while a channel has no book. */
export const createPatience = ({asksAt, most} = usual) => {
	/** Why the exchange refused what was asked last, where it did. */
	let refusal: FeedFault | null = null;
	let waits = 0;

	const calm = () => {
		waits = 0;
		refusal = null;
	};

	return {
		/**
		 * The exchange answered with an error. Without its subscription a connection is of no use: a new one asks
		 * again, later and later, and in the end another channel.
		 */
		refused(fault: FeedFault, isOfSubscription: boolean): readonly ClientOutput[] {
			refusal = fault;
			if (fault.code === 'no-channel') return [{type: 'unserved', fault}];
			if (isOfSubscription && fault.code !== 'halted') return [{type: 'reconnect', fault}];
			return [{type: 'syncing', fault}];
		},
		/** Some time has passed: asks again, and says why there is no book, the first time aside. */
		waited(ask: () => readonly ClientOutput[]): readonly ClientOutput[] {
			waits++;
			const fault = refusal ?? {code: 'no-data'};
			if (waits > most) return [{type: 'unserved', fault}];
			if (waits < asksAt) return [];
			return waits === asksAt ? ask() : [{type: 'syncing', fault}, ...ask()];
		},
		/** There is a book. */
		calm,
		/** What has become of the book by what came: calm where it is in sync after that. */
		made(outputs: readonly ClientOutput[], isInSync: boolean): readonly ClientOutput[] {
			if (isInSync) calm();
			return outputs;
		},
	};
};

export type Patience = ReturnType<typeof createPatience>;
