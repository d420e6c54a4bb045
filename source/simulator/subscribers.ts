import type {ExchangeId} from './market-list.js';
import type {RunningMarket, StepListener} from './market-runner.js';

/** Those who hear the texts of one channel of a market. */
export type Subscribers = {
	readonly count: number;
	tell(text: string): void;
	/** Returns the way to leave. */
	add(listener: (text: string) => void): () => void;
};

/** The channel follows the market from its first subscriber to its last; `onFirst` runs before it does. */
export const createSubscribers = (
	exchange: ExchangeId,
	market: RunningMarket,
	onStep: StepListener,
	onFirst: () => void,
): Subscribers => {
	// An object a subscription: one listener may be there twice.
	const all = new Set<{listener: (text: string) => void}>();
	let unlisten = () => {};
	return {
		get count() {
			return all.size;
		},
		tell(text) {
			for (const {listener} of [...all]) listener(text);
		},
		add(listener) {
			if (all.size === 0) {
				onFirst();
				unlisten = market.listen(exchange, onStep);
			}
			const subscription = {listener};
			all.add(subscription);
			return () => {
				if (all.delete(subscription) && all.size === 0) unlisten();
			};
		},
	};
};
