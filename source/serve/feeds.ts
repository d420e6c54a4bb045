/** Who hears what is told of a topic. */
export type Listener = {
	/** A message, as it was recorded. */
	told(text: string): void;
	/** The messages go on from another place: what follows need not link to what was. */
	turned(): void;
	/** The recorded connection ended, and the recording went on without it. */
	cut(): void;
};

/** Of one topic, the first of each that the capture has. */
export type KnownTopic = {
	/** The answer to a subscription. */
	ack?: string;
	text?: string;
};

export type Feed = {
	/** The newest message; null before the first, and once the connection that brought it is over. */
	last(): string | null;
	/** What is known of it before it is played. */
	readonly known: KnownTopic;
	/** Returns the way to leave. */
	follow(listener: Listener): () => void;
};

/** Messages of others after which a connection that brings nothing is not waited for any more. */
const patience = 20;

type Topic = Feed & {
	tell(connection: number, text: string): void;
	/** A connection has ended. */
	end(connection: number): void;
	/** What it was told of before is not gone on with, whatever connections are open. */
	breakOff(): void;
	/** Tells of the ends, where no connection is left. */
	goOn(): void;
	begin(): void;
};

/** One topic, on whichever connection brings it: where several do, what one of them brings. */
const createTopic = (): Topic => {
	const listeners = new Set<Listener>();
	const carriers = new Set<number>();
	let lead: number | null = null;
	/** Messages of others since the last one of the lead. */
	let others = 0;
	let last: string | null = null;
	let isOrphan = false;

	const tellAll = (tell: (listener: Listener) => void) => {
		for (const listener of [...listeners]) tell(listener);
	};

	return {
		known: {},
		last: () => last,
		follow(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		tell(connection, text) {
			carriers.add(connection);
			isOrphan = false;
			if (lead !== connection) {
				if (lead !== null && ++others < patience) return;
				if (last !== null) tellAll(listener => listener.turned());
				lead = connection;
			}
			others = 0;
			last = text;
			tellAll(listener => listener.told(text));
		},
		end(connection) {
			if (!carriers.delete(connection)) return;
			if (lead === connection) lead = null;
			isOrphan ||= carriers.size === 0;
		},
		breakOff() {
			isOrphan ||= carriers.size > 0;
			carriers.clear();
			lead = null;
		},
		goOn() {
			if (!isOrphan) return;
			isOrphan = false;
			last = null;
			tellAll(listener => listener.cut());
		},
		begin() {
			carriers.clear();
			lead = null;
			last = null;
			isOrphan = false;
		},
	};
};

/** Topics of a capture at the most. */
const maxTopics = 10_000;

/** The topics that a capture brings, by name. */
export const createFeeds = () => {
	const topics = new Map<string, Topic>();
	let hasEnds = false;

	const topicOf = (name: string): Topic | null => {
		const known = topics.get(name);
		if (known || topics.size >= maxTopics) return known ?? null;
		const topic = createTopic();
		topics.set(name, topic);
		return topic;
	};

	return {
		/** The capture is known to have it, and what. */
		add(name: string, kind: keyof KnownTopic, text: string) {
			const known = topicOf(name)?.known;
			if (known) known[kind] ??= text;
		},
		/** One that nothing may ever come on. */
		make: (name: string): Feed | null => topicOf(name),
		/** Null where the capture has no such topic, as far as it is known. */
		find: (name: string): Feed | null => topics.get(name) ?? null,
		tell(name: string, connection: number, text: string) {
			topicOf(name)?.tell(connection, text);
		},
		end(connection: number) {
			for (const topic of topics.values()) topic.end(connection);
			hasEnds = true;
		},
		/** What comes has nothing to do with what came. */
		breakOff() {
			for (const topic of topics.values()) topic.breakOff();
			hasEnds = true;
		},
		/** Something other than an end came. */
		goOn() {
			if (!hasEnds) return;
			hasEnds = false;
			for (const topic of topics.values()) topic.goOn();
		},
		/** The capture begins anew. */
		begin() {
			for (const topic of topics.values()) topic.begin();
		},
	};
};

export type Feeds = ReturnType<typeof createFeeds>;
