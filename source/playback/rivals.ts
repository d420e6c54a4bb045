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

/** Of all that carry any of this at an endpoint, or may. */
const keysAt = (endpoint: string, topics: ReadonlySet<string>): readonly string[] =>
	[...topics, ''].map(topic => `${endpoint}\n${topic}`);

const toBookKey = (exchange: string, symbol: string) => `\n${exchange}\n${symbol}`;

const none: ReadonlySet<Recorded> = new Set();

/** Connections under any number of keys, in the order in which they were first added. */
const createIndex = () => {
	const orders = new WeakMap<Recorded, number>();
	let count = 0;
	const sets = new Map<string, Set<Recorded>>();

	const get = (key: string): ReadonlySet<Recorded> => sets.get(key) ?? none;

	return {
		add(recorded: Recorded, keys: readonly string[]) {
			if (!orders.has(recorded)) orders.set(recorded, count++);
			for (const key of keys) {
				const set = sets.get(key) ?? new Set<Recorded>();
				sets.set(key, set.add(recorded));
			}
		},
		remove(recorded: Recorded, keys: readonly string[]) {
			for (const key of keys) {
				const set = sets.get(key);
				set?.delete(recorded);
				if (set?.size === 0) sets.delete(key);
			}
		},
		get,
		/** All under any of these, each once, in their order. */
		among(keys: readonly string[]): readonly Recorded[] {
			const found = new Set(keys.flatMap(key => [...get(key)]));
			return [...found].sort((a, b) => (orders.get(a) ?? 0) - (orders.get(b) ?? 0));
		},
	};
};

/** Connections by what they carry, so that those that may carry the same are found without looking at all. */
export const createRivals = (wire: Pick<ReplayWire, 'bookOf'>) => {
	const index = createIndex();
	/** Asked for at each message: found once, until one of them comes or goes. */
	const known = new Map<Recorded, readonly Recorded[]>();

	const found = (keys: readonly string[], one: Recorded): readonly Recorded[] =>
		index.among(keys).filter(other => other !== one);

	const forgetAll = (keys: readonly string[]) => {
		for (const key of keys) for (const other of index.get(key)) known.delete(other);
	};

	/** One comes or goes, with what it carries. */
	const forget = (recorded: Recorded) => {
		known.delete(recorded);
		forgetAll(rivalKeysOf(recorded));
	};

	return {
		/** To be called again where it carries more. */
		add(recorded: Recorded) {
			index.add(recorded, [...keysOf(recorded), ...bookKeysOf(wire, recorded)]);
			forget(recorded);
		},
		/** With what it carried when it was added, or nothing that tells. */
		remove(recorded: Recorded) {
			forget(recorded);
			const unknown = `${recorded.endpoint}\n`;
			if (index.get(unknown).has(recorded)) forgetAll([recorded.endpoint]);
			index.remove(recorded, [...keysOf(recorded), unknown, ...bookKeysOf(wire, recorded)]);
		},
		/** Those that carry the same, or may. */
		of(recorded: Recorded): readonly Recorded[] {
			const rivals = known.get(recorded) ?? found(rivalKeysOf(recorded), recorded);
			// Of one that is gone nothing would be forgotten.
			if (index.get(recorded.endpoint).has(recorded)) known.set(recorded, rivals);
			return rivals;
		},
		/** Whether there are such. */
		hasAny: (recorded: Recorded): boolean =>
			rivalKeysOf(recorded).some(key => {
				const set = index.get(key);
				return set.size > (set.has(recorded) ? 1 : 0);
			}),
		/** All that are known to carry a book. */
		ofBook: (exchange: string, symbol: string): readonly Recorded[] =>
			index.among([toBookKey(exchange, symbol)]),
		/** All of an endpoint, one by one: first those that carry any of this, or may. */
		*at(endpoint: string, topics: ReadonlySet<string>): Generator<Recorded> {
			for (const key of [...keysAt(endpoint, topics), endpoint]) yield* index.get(key);
		},
		/** Those that carry any of this, or may; all of the endpoint where nothing is named. */
		carriers: (endpoint: string, topics: ReadonlySet<string>): readonly Recorded[] =>
			index.among(topics.size === 0 ? [endpoint] : keysAt(endpoint, topics)),
		/** Those of which as much is known, and it is the same. */
		twinsOf: (recorded: Recorded): readonly Recorded[] =>
			found(keysOf(recorded).slice(1), recorded),
	};
};
