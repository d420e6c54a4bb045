import {booksOf, type Recorded} from './recorded-connection.js';
import {exchangeOf, type ReplayWire} from './replay-wire.js';

/** By endpoint alone, and with each topic, or what stands for not knowing them. */
const keysOf = ({endpoint, topics}: Recorded): readonly string[] => [
	endpoint,
	...(topics === null ? [`${endpoint}\n`] : [...topics].map(topic => `${endpoint}\n${topic}`)),
];

/** Under what those that may carry the same are found: of what one carries nothing may be known yet. */
const rivalKeysOf = (recorded: Recorded): readonly string[] =>
	recorded.topics === null
		? [recorded.endpoint]
		: [...keysOf(recorded).slice(1), `${recorded.endpoint}\n`];

/** By each book that it is known to carry, on whichever endpoint. */
const bookKeysOf = (wire: Pick<ReplayWire, 'bookOf'>, recorded: Recorded): readonly string[] =>
	booksOf(wire, recorded).map(topic =>
		toBookKey(exchangeOf(recorded.endpoint), wire.bookOf(topic) ?? ''),
	);

const toBookKey = (exchange: string, symbol: string) => `\n${exchange}\n${symbol}`;

/** Connections by what they carry, so that those that may carry the same are found without looking at all. */
export const createRivals = (wire: Pick<ReplayWire, 'bookOf'>) => {
	/** In the order in which they opened. */
	const orders = new WeakMap<Recorded, number>();
	let count = 0;
	const sets = new Map<string, Set<Recorded>>();
	/** Asked for at each message: found once, until one of them comes or goes. */
	const known = new Map<Recorded, readonly Recorded[]>();

	const among = (keys: readonly string[]): ReadonlySet<Recorded> =>
		new Set(keys.flatMap(key => [...(sets.get(key) ?? [])]));

	const inOrder = (some: Iterable<Recorded>): readonly Recorded[] =>
		[...some].sort((a, b) => (orders.get(a) ?? 0) - (orders.get(b) ?? 0));

	const found = (keys: readonly string[], one: Recorded): readonly Recorded[] =>
		inOrder([...among(keys)].filter(other => other !== one));

	const forgetAll = (keys: readonly string[]) => {
		for (const key of keys) for (const other of sets.get(key) ?? []) known.delete(other);
	};

	/** One comes or goes, with what it carries. */
	const forget = (recorded: Recorded) => {
		known.delete(recorded);
		forgetAll(rivalKeysOf(recorded));
	};

	return {
		/** To be called again where it carries more. */
		add(recorded: Recorded) {
			if (!orders.has(recorded)) orders.set(recorded, count++);
			for (const key of [...keysOf(recorded), ...bookKeysOf(wire, recorded)]) {
				const set = sets.get(key) ?? new Set<Recorded>();
				sets.set(key, set.add(recorded));
			}
			forget(recorded);
		},
		/** With what it carried when it was added, or nothing that tells. */
		remove(recorded: Recorded) {
			forget(recorded);
			const wasUnknown = sets.get(`${recorded.endpoint}\n`)?.has(recorded) === true;
			if (wasUnknown) forgetAll([recorded.endpoint]);
			const keys = [...keysOf(recorded), `${recorded.endpoint}\n`, ...bookKeysOf(wire, recorded)];
			for (const key of keys) {
				const set = sets.get(key);
				set?.delete(recorded);
				if (set?.size === 0) sets.delete(key);
			}
		},
		/** Those that carry the same, or may. */
		of(recorded: Recorded): readonly Recorded[] {
			const rivals = known.get(recorded) ?? found(rivalKeysOf(recorded), recorded);
			// Of one that is gone nothing would be forgotten.
			if (sets.get(recorded.endpoint)?.has(recorded)) known.set(recorded, rivals);
			return rivals;
		},
		/** Whether there are such. */
		hasAny: (recorded: Recorded): boolean =>
			rivalKeysOf(recorded).some(key => {
				const set = sets.get(key);
				return set !== undefined && set.size > (set.has(recorded) ? 1 : 0);
			}),
		/** All that are known to carry a book. */
		ofBook: (exchange: string, symbol: string): readonly Recorded[] =>
			inOrder(among([toBookKey(exchange, symbol)])),
		/** All of an endpoint, one by one: first those that carry any of this, or may. */
		*at(endpoint: string, topics: ReadonlySet<string>): Generator<Recorded> {
			for (const key of [...[...topics, ''].map(topic => `${endpoint}\n${topic}`), endpoint])
				yield* sets.get(key) ?? [];
		},
		/** Those that carry any of this, or may; all of the endpoint where nothing is named. */
		carriers: (endpoint: string, topics: ReadonlySet<string>): readonly Recorded[] =>
			inOrder(
				among(
					topics.size === 0 ? [endpoint] : [...topics, ''].map(topic => `${endpoint}\n${topic}`),
				),
			),
		/** Those of which as much is known, and it is the same. */
		twinsOf: (recorded: Recorded): readonly Recorded[] =>
			found(keysOf(recorded).slice(1), recorded),
	};
};
