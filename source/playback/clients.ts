import type {Listener} from './recorded-connection.js';

/** Today's clients whose connection has not ended, in the order in which they came: few, however many are recorded. */
export const createClients = () => {
	const sets = new Map<string, Set<Listener>>();
	return {
		add(listener: Listener) {
			const set = sets.get(listener.endpoint) ?? new Set<Listener>();
			sets.set(listener.endpoint, set.add(listener));
		},
		delete(listener: Listener) {
			const set = sets.get(listener.endpoint);
			set?.delete(listener);
			if (set?.size === 0) sets.delete(listener.endpoint);
		},
		at: (endpoint: string): readonly Listener[] => [...(sets.get(endpoint) ?? [])],
		all: (): readonly Listener[] => [...sets.values()].flatMap(set => [...set]),
	};
};

export type Clients = ReturnType<typeof createClients>;
