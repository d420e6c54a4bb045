import type {Listener, Recorded} from './recorded-connection.js';

/** By all of an endpoint, and by what each would take there: anything while it has not said what it wants. */
const keysOf = ({endpoint, topics, isOpen}: Listener): readonly string[] => [
	endpoint,
	...(isOpen && topics.size > 0
		? [...topics].map(topic => `${endpoint}\n${topic}`)
		: [`${endpoint}\n`]),
];

/** Clients that hear no connection yet, in the order in which they came; found by what they wait for. */
export const createWaiting = () => {
	const places = new Map<Listener, {readonly order: number; readonly keys: readonly string[]}>();
	let count = 0;
	const sets = new Map<string, Set<Listener>>();

	const unlist = (listener: Listener) => {
		for (const key of places.get(listener)?.keys ?? []) {
			const set = sets.get(key);
			set?.delete(listener);
			if (set?.size === 0) sets.delete(key);
		}
	};

	return {
		/** To be called again where it has said more of what it wants. */
		add(listener: Listener) {
			unlist(listener);
			const {order} = places.get(listener) ?? {order: count++};
			const keys = keysOf(listener);
			places.set(listener, {order, keys});
			for (const key of keys) {
				const set = sets.get(key) ?? new Set<Listener>();
				sets.set(key, set.add(listener));
			}
		},
		delete(listener: Listener) {
			unlist(listener);
			places.delete(listener);
		},
		has: (listener: Listener) => places.has(listener),
		all: (): readonly Listener[] => [...places.keys()],
		/** Those that may take what a connection carries. */
		of({endpoint, topics}: Recorded): readonly Listener[] {
			// To look at a few is quicker than to look for them.
			if (places.size <= (topics?.size ?? 1)) return [...places.keys()];
			const keys = topics
				? [`${endpoint}\n`, ...[...topics].map(topic => `${endpoint}\n${topic}`)]
				: [endpoint];
			const orderOf = (listener: Listener) => places.get(listener)?.order ?? 0;
			const found = new Set(keys.flatMap(key => [...(sets.get(key) ?? [])]));
			return [...found].sort((a, b) => orderOf(a) - orderOf(b));
		},
	};
};
