import type {Recorded} from './recorded-connection.js';

/** Connections by what they carry, so that those that may carry the same are found without looking at all. */
export const createRivals = () => {
	/** In the order in which they opened. */
	const orders = new Map<Recorded, number>();
	let count = 0;
	/** Asked for at each message: found once, until one comes or goes. */
	let known = new Map<Recorded, readonly Recorded[]>();
	const sets = new Map<string, Set<Recorded>>();

	/** By endpoint alone, and with each topic, or what stands for not knowing them. */
	const keysOf = ({endpoint, topics}: Recorded): readonly string[] => [
		endpoint,
		...(topics === null ? [`${endpoint}\n`] : [...topics].map(topic => `${endpoint}\n${topic}`)),
	];

	const found = (keys: readonly string[], one: Recorded): readonly Recorded[] => {
		const all = new Set(keys.flatMap(key => [...(sets.get(key) ?? [])]));
		all.delete(one);
		return [...all].sort((a, b) => (orders.get(a) ?? 0) - (orders.get(b) ?? 0));
	};

	return {
		/** To be called again where it carries more. */
		add(recorded: Recorded) {
			if (!orders.has(recorded)) orders.set(recorded, count++);
			known = new Map();
			for (const key of keysOf(recorded)) {
				const set = sets.get(key) ?? new Set<Recorded>();
				sets.set(key, set.add(recorded));
			}
		},
		/** With what it carried when it was added, or nothing that tells. */
		remove(recorded: Recorded) {
			orders.delete(recorded);
			known = new Map();
			for (const key of [...keysOf(recorded), `${recorded.endpoint}\n`]) {
				const set = sets.get(key);
				set?.delete(recorded);
				if (set?.size === 0) sets.delete(key);
			}
		},
		/** Those that carry the same, or may: of what one carries nothing may be known yet. */
		of(recorded: Recorded): readonly Recorded[] {
			const {endpoint, topics} = recorded;
			const keys = topics === null ? [endpoint] : [...keysOf(recorded).slice(1), `${endpoint}\n`];
			const rivals = known.get(recorded) ?? found(keys, recorded);
			known.set(recorded, rivals);
			return rivals;
		},
		/** Those of which as much is known, and it is the same. */
		twinsOf: (recorded: Recorded): readonly Recorded[] =>
			found(keysOf(recorded).slice(1), recorded),
	};
};
