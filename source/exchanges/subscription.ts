declare const brand: unique symbol;

/**
 * Shows that what feeds a book is on: the exchange acknowledged the subscription, or pushes. A snapshot
 * alone is none. Only a subscription makes one, and no client can pass a book on without.
 */
export type FeedProof = {readonly [brand]: true};

const proof = {} as FeedProof;

/** What is known of the subscription that feeds a book. */
export const createSubscription = () => {
	let isOn = false;
	return {
		/** The exchange said that it took it. */
		acknowledged() {
			isOn = true;
		},
		/** Something came of it, which proves it as well. */
		pushed: (): FeedProof => {
			isOn = true;
			return proof;
		},
		/** The exchange refused it, or ended it. */
		refused() {
			isOn = false;
		},
		/** Null while nothing shows that it is on. */
		proof: (): FeedProof | null => (isOn ? proof : null),
	};
};

export type Subscription = ReturnType<typeof createSubscription>;
