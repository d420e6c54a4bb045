/**
 * What replies are about: they name no topic, but come in the order of the requests. On a shared socket others' are
 * among them, so that one may be taken for ours while we wait for one.
 */
export const createReplies = () => {
	/** Subscriptions asked for that were not answered, and ends of them. */
	let asking = 0;
	let leaving = 0;
	/** Ends that were told, and books that came, since one was asked for while none was to be told. */
	let ended = 0;
	let books = 0;

	return {
		/** The subscription is asked for. */
		asked() {
			asking++;
		},
		/** Its end is asked for, and to have it anew. */
		renewed() {
			if (leaving === 0) [ended, books] = [0, 0];
			leaving++;
			asking++;
		},
		/** The book has begun with a whole one. */
		began() {
			books++;
		},
		/** A subscription was answered. Returns whether it may be ours. */
		subscribed(): boolean {
			const mayBeOurs = asking > 0;
			if (mayBeOurs) asking--;
			return mayBeOurs;
		},
		/** An end was told. Returns whether it is of the subscription that the newest whole book came of. */
		unsubscribed(): boolean {
			if (leaving === 0) return false;
			leaving--;
			ended++;
			// What came before the first end was told may be of the subscription that follows it.
			return books < ended;
		},
	};
};
