declare const brand: unique symbol;

/**
 * Shows that what feeds a book is on: the exchange acknowledged the subscription, or pushes. A snapshot
 * alone is none. Only a subscription makes one, and no client can pass a book on without.
 */
export type FeedProof = {
	readonly [brand]: true;
	/** A push shows more: whoever takes a subscription need not carry it out. */
	readonly by: 'acknowledgement' | 'push';
};

const acknowledgement = {by: 'acknowledgement'} as FeedProof;
const push = {by: 'push'} as FeedProof;

/** What is known of the subscription that feeds a book. */
export const createSubscription = () => {
	let proof: FeedProof | null = null;
	return {
		/** The exchange said that it took it. */
		acknowledged() {
			proof ??= acknowledgement;
		},
		/** Something came of it, which proves it as well. */
		pushed: (): FeedProof => (proof = push),
		/** The exchange refused it, or ended it. */
		refused() {
			proof = null;
		},
		/** Null while nothing shows that it is on. */
		proof: (): FeedProof | null => proof,
	};
};

export type Subscription = ReturnType<typeof createSubscription>;
