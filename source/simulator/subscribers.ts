import type {Clock} from '../clock.js';
import type {SimulatedId} from './market-list.js';
import type {RunningMarket, StepListener} from './market-runner.js';

/** Those who hear the texts of one channel of a market. */
export type Subscribers = {
	/** Of those there are now. */
	readonly count: number;
	tell(text: string): void;
	/** Returns the way to leave. */
	add(listener: (text: string) => void): () => void;
};

const createList = (onFirst: () => () => void): Subscribers => {
	// An object a subscription: one listener may be there twice.
	const all = new Set<{listener: (text: string) => void}>();
	let onEmpty = () => {};
	return {
		get count() {
			return all.size;
		},
		tell(text) {
			for (const {listener} of [...all]) listener(text);
		},
		add(listener) {
			if (all.size === 0) onEmpty = onFirst();
			const subscription = {listener};
			all.add(subscription);
			return () => {
				if (all.delete(subscription) && all.size === 0) onEmpty();
			};
		},
	};
};

/** The channel follows the market from its first subscriber to its last; `onFirst` runs before it does. */
export const createSubscribers = (
	exchange: SimulatedId,
	market: RunningMarket,
	onStep: StepListener,
	onFirst: () => void,
): Subscribers =>
	createList(() => {
		onFirst();
		return market.listen(exchange, onStep);
	});

/** The channel tells what `make` makes, unless that is null, by the clock. */
export const createTimedSubscribers = (
	clock: Clock,
	everyMs: number,
	make: () => string | null,
): Subscribers => {
	const subscribers = createList(() =>
		clock.every(everyMs, () => {
			const text = make();
			if (text !== null) subscribers.tell(text);
		}),
	);
	return subscribers;
};
