import type {Recorded} from './recorded-connection.js';
import {exchangeOf, type ReplayWire} from './replay-wire.js';

/** A connection that carries a book, and as what. */
export type Carrier = {
	readonly recorded: Recorded;
	/** By the exchange's name. */
	readonly topic: string;
};

/** The connections of an endpoint. */
type Group = {
	readonly all: Set<Recorded>;
	/** Those of which is not known what they carry: it may be anything. */
	readonly unknown: Set<Recorded>;
	readonly byTopic: Map<string, Set<Recorded>>;
};

/** Under what one is found. */
type Listing = {
	readonly topics: Set<string>;
	/** Of them, how many another carries too. */
	crowded: number;
};

const createGroup = (): Group => ({all: new Set(), unknown: new Set(), byTopic: new Map()});

const bookKeyOf = (exchange: string, symbol: string) => `${exchange}\n${symbol}`;

/** Whether one carries the same as another, or may. */
const areRivals = ({topics: some}: Recorded, {topics: others}: Recorded): boolean => {
	if (some === null || others === null) return true;
	const [few, many] = some.size < others.size ? [some, others] : [others, some];
	for (const topic of few) if (many.has(topic)) return true;
	return false;
};

/** Which connections carry which book; a book may have several topics. */
const createBooks = (wire: Pick<ReplayWire, 'bookOf'>) => {
	const books = new Map<string, Map<Recorded, Set<string>>>();
	const keyOf = ({endpoint}: Recorded, topic: string) => {
		const symbol = wire.bookOf(topic);
		return symbol === null ? null : bookKeyOf(exchangeOf(endpoint), symbol);
	};
	return {
		add(recorded: Recorded, topic: string) {
			const key = keyOf(recorded, topic);
			if (key === null) return;
			const carriers = books.get(key) ?? new Map<Recorded, Set<string>>();
			const topics = carriers.get(recorded) ?? new Set();
			books.set(key, carriers.set(recorded, topics.add(topic)));
		},
		remove(recorded: Recorded, topic: string) {
			const key = keyOf(recorded, topic) ?? '';
			books.get(key)?.delete(recorded);
			if (books.get(key)?.size === 0) books.delete(key);
		},
		of: (exchange: string, symbol: string): readonly Carrier[] =>
			[...(books.get(bookKeyOf(exchange, symbol)) ?? [])].flatMap(([recorded, topics]) =>
				[...topics].map(topic => ({recorded, topic})),
			),
	};
};

/** Where connections are listed that come and go, each at a cost of what it carries. */
const createGroups = (wire: Pick<ReplayWire, 'bookOf'>) => {
	const groups = new Map<string, Group>();
	const listings = new Map<Recorded, Listing>();
	const books = createBooks(wire);

	const crowd = (some: Iterable<Recorded>, by: number) => {
		for (const one of some) {
			const listing = listings.get(one);
			if (listing) listing.crowded += by;
		}
	};

	const addTopic = ({byTopic}: Group, recorded: Recorded, topic: string) => {
		const set = byTopic.get(topic) ?? new Set<Recorded>();
		byTopic.set(topic, set.add(recorded));
		// The first is not alone any more with the second.
		if (set.size > 1) crowd(set.size === 2 ? set : [recorded], 1);
		books.add(recorded, topic);
	};

	const removeTopic = ({byTopic}: Group, recorded: Recorded, topic: string) => {
		const set = byTopic.get(topic);
		set?.delete(recorded);
		if (set?.size === 1) crowd(set, -1);
		if (set?.size === 0) byTopic.delete(topic);
		books.remove(recorded, topic);
	};

	return {
		ofBook: books.of,
		get: (endpoint: string): Group => groups.get(endpoint) ?? createGroup(),
		/** Of what it carries, how much another carries too. */
		crowded: (recorded: Recorded): number => listings.get(recorded)?.crowded ?? 0,
		add(recorded: Recorded) {
			const {endpoint, topics} = recorded;
			const group = groups.get(endpoint) ?? createGroup();
			groups.set(endpoint, group);
			group.all.add(recorded);
			const listing = listings.get(recorded) ?? {topics: new Set<string>(), crowded: 0};
			listings.set(recorded, listing);
			if (topics === null) group.unknown.add(recorded);
			for (const topic of topics ?? []) {
				if (listing.topics.has(topic)) continue;
				listing.topics.add(topic);
				addTopic(group, recorded, topic);
			}
		},
		remove(recorded: Recorded) {
			const group = groups.get(recorded.endpoint);
			if (!group) return;
			group.all.delete(recorded);
			group.unknown.delete(recorded);
			for (const topic of listings.get(recorded)?.topics ?? []) removeTopic(group, recorded, topic);
			if (group.all.size === 0) groups.delete(recorded.endpoint);
			listings.delete(recorded);
		},
	};
};

/**
 * Connections by what they carry, so that those that may carry the same are found without looking at all,
 * however many are open.
 */
export const createRivals = (wire: Pick<ReplayWire, 'bookOf'>) => {
	/** In which they opened. */
	const orders = new WeakMap<Recorded, number>();
	let count = 0;
	const groups = createGroups(wire);

	const inOrder = (some: Iterable<Recorded>): readonly Recorded[] =>
		[...some].sort((a, b) => (orders.get(a) ?? 0) - (orders.get(b) ?? 0));

	/** Those that carry any of this, and those that may. */
	const mayCarry = (endpoint: string, topics: Iterable<string>): ReadonlySet<Recorded> => {
		const {byTopic, unknown} = groups.get(endpoint);
		return new Set([...[...topics].flatMap(topic => [...(byTopic.get(topic) ?? [])]), ...unknown]);
	};

	return {
		areRivals,
		/** To be called again where it carries more. */
		add(recorded: Recorded) {
			if (!orders.has(recorded)) orders.set(recorded, count++);
			groups.add(recorded);
		},
		remove: groups.remove,
		/** Whether any other carries the same, or may. */
		hasAny(recorded: Recorded): boolean {
			const {all, unknown} = groups.get(recorded.endpoint);
			if (recorded.topics === null) return all.size > (all.has(recorded) ? 1 : 0);
			return unknown.size > 0 || groups.crowded(recorded) > 0;
		},
		/** All that are known to carry a book. */
		ofBook: groups.ofBook,
		/** All of an endpoint, one by one: first those that carry any of this, or may. */
		*at(endpoint: string, topics: ReadonlySet<string>): Generator<Recorded> {
			const {all, unknown, byTopic} = groups.get(endpoint);
			for (const topic of topics) yield* byTopic.get(topic) ?? [];
			yield* unknown;
			yield* all;
		},
		/** Those that carry any of this, or may, oldest first; all of the endpoint where nothing is named. */
		carriers: (endpoint: string, topics: ReadonlySet<string>): readonly Recorded[] =>
			inOrder(topics.size === 0 ? groups.get(endpoint).all : mayCarry(endpoint, topics)),
		/** Those that carry one topic, or may; oldest first. */
		carriersOf: (endpoint: string, topic: string): readonly Recorded[] =>
			inOrder(mayCarry(endpoint, [topic])),
		/** The oldest that carry the same as one, or of which as little is known, where that are more than so many others. */
		beyond({endpoint, topics}: Recorded, most: number): readonly Recorded[] {
			const {unknown, byTopic} = groups.get(endpoint);
			const sets = topics === null ? [unknown] : [...topics].map(topic => byTopic.get(topic));
			const found = sets.flatMap(set => {
				const more = (set?.size ?? 0) - most - 1;
				return more > 0 ? [...(set ?? [])].slice(0, more) : [];
			});
			return [...new Set(found)];
		},
	};
};

export type Rivals = ReturnType<typeof createRivals>;
