/** Who is told of something, each until he unsubscribes. */
export const createListeners = <T extends readonly unknown[]>() => {
	const listeners = new Set<(...told: T) => void>();
	return {
		/** Returns unsubscribe. */
		add(listener: (...told: T) => void) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		tell(...told: T) {
			for (const listener of listeners) listener(...told);
		},
	};
};
