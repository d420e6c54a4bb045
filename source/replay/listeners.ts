/** Those who want to be told of something. */
export const createListeners = () => {
	const listeners = new Set<() => void>();
	return {
		tell() {
			for (const listener of listeners) listener();
		},
		/** Returns unsubscribe. */
		subscribe(listener: () => void): () => void {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};
