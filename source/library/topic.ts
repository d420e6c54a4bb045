/** What a listener throws is nobody's to catch, and nobody else's harm. */
export const throwLater = (error: unknown): void => {
	queueMicrotask(() => {
		throw error;
	});
};

/** Those who are told of something. What one of them throws keeps it from nobody else. */
export const createTopic = <T>(onThrown: (error: unknown) => void = throwLater) => {
	const listeners = new Set<(told: T) => void>();
	return {
		/** Returns how to end it. */
		add(listener: (told: T) => void): () => void {
			// The same function may be added twice.
			const own = (told: T) => {
				listener(told);
			};
			listeners.add(own);
			return () => {
				listeners.delete(own);
			};
		},
		tell(told: T) {
			for (const listener of listeners)
				try {
					listener(told);
				} catch (error) {
					onThrown(error);
				}
		},
	};
};

export type Topic<T> = ReturnType<typeof createTopic<T>>;
