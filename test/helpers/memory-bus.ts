import type {Clock} from '../../source/clock.js';
import {
	BusError,
	type Appended,
	type Bus,
	type BusFaultCode,
	type BusHeaders,
	type BusMessage,
	type BusQuestion,
	type BusState,
	type BusStream,
	type ReadFrom,
} from '../../source/transport/bus.js';

/** What becomes of one request to the server. */
export type RequestFault = 'none' | 'lost-request' | 'late-request' | 'lost-answer' | 'late-answer';

/** How the ways between a process and the server are; all of them as good as can be where left out. */
export type Weather = {
	/** Milliseconds of a way in one direction. */
	readonly latencyMs?: () => number;
	readonly requestFault?: (kind: 'append' | 'store' | 'newest' | 'names' | 'ask') => RequestFault;
	/** Whether a message that was accepted does not come to who listens. */
	readonly isMissed?: () => boolean;
};

export type MemoryServerOptions = Weather & {
	readonly clock: Clock;
	readonly streams: readonly BusStream[];
	readonly maxBytes?: number;
};

type Stored = BusMessage & {readonly sequence: number; readonly storedAt: number};
type Listener = {
	readonly matches: (subject: string) => boolean;
	readonly hear: (message: BusMessage, answer: BusQuestion['answer'] | null) => void;
	readonly onDenied?: ((error: BusError) => void) | undefined;
};

const requestMs = 2000;
const lateMs = 2600;

const toMatcher = (filter: string): ((subject: string) => boolean) => {
	if (!/[*>]/.test(filter)) return subject => subject === filter;
	const tokens = filter.split('.');
	const isOpen = tokens.at(-1) === '>';
	const fixed = isOpen ? tokens.slice(0, -1) : tokens;
	return subject => {
		const given = subject.split('.');
		if (isOpen ? given.length <= fixed.length : given.length !== fixed.length) return false;
		return fixed.every((token, at) => token === '*' || token === given[at]);
	};
};

const matchers = new Map<string, (subject: string) => boolean>();

const matcher = (filter: string) => {
	const known = matchers.get(filter) ?? toMatcher(filter);
	matchers.set(filter, known);
	return known;
};

/** One stream of the server. */
const createStream = (spec: BusStream, clock: Clock) => {
	let messages: Stored[] = [];
	const newest = new Map<string, Stored>();
	const ids = new Map<string, {sequence: number; at: number}>();
	let last = 0;
	const takes = spec.subjects.map(matcher);

	const trim = () => {
		const oldest = clock.wall() - spec.maxAgeMs;
		let gone = 0;
		while ((messages[gone]?.storedAt ?? Infinity) <= oldest) gone++;
		for (const message of messages.splice(0, gone))
			if (newest.get(message.subject) === message) newest.delete(message.subject);
	};

	const drop = (isGone: (message: Stored) => boolean) => {
		messages = messages.filter(message => !isGone(message));
		newest.clear();
		for (const message of messages) newest.set(message.subject, message);
	};

	return {
		spec,
		takes: (subject: string) => takes.some(matches => matches(subject)),
		newest(subject: string): Stored | null {
			trim();
			return newest.get(subject) ?? null;
		},
		all(): readonly Stored[] {
			trim();
			return messages;
		},
		known: (id: string | undefined): number | null => {
			const known = id === undefined ? undefined : ids.get(id);
			return known && clock.wall() - known.at < spec.duplicateWindowMs ? known.sequence : null;
		},
		add(subject: string, bytes: Uint8Array, headers: BusHeaders, id?: string): Stored {
			const storedAt = clock.wall();
			const message = {subject, bytes, headers, sequence: ++last, before: null, storedAt};
			if (id !== undefined) ids.set(id, {sequence: last, at: storedAt});
			if (spec.maxPerSubject === 1) drop(other => other.subject === subject);
			messages.push(message);
			newest.set(subject, message);
			return message;
		},
		drop,
	};
};

type Stream = ReturnType<typeof createStream>;

/** A server in memory, whose faults are made by hand. */
export const createMemoryServer = (options: MemoryServerOptions) => {
	const {clock, maxBytes = 1_000_000} = options;
	let weather: Weather = options;
	let streams: Stream[] = options.streams.map(spec => createStream(spec, clock));
	let isUp = true;
	const connections = new Set<Connection>();

	const streamOf = (subject: string): Stream => {
		const stream = streams.find(({takes}) => takes(subject));
		if (!stream) throw new BusError('nobody', `no stream for ${subject}`);
		return stream;
	};

	const tellAll = (message: BusMessage) => {
		for (const connection of connections) connection.tell(message);
	};

	const keep = (subject: string, bytes: Uint8Array, headers: BusHeaders, id?: string): Stored => {
		const stream = streamOf(subject);
		const before = stream.newest(subject)?.sequence ?? 0;
		const stored = stream.add(subject, bytes, headers, id);
		const {republish} = stream.spec;
		if (republish && matcher(republish.from)(subject)) {
			const heard = republish.to.slice(0, -1) + subject.slice(republish.from.length - 1);
			tellAll({...stored, subject: heard, before});
		}
		return stored;
	};

	const server = {
		append(subject: string, bytes: Uint8Array, expected: number, headers: BusHeaders): Appended {
			const last = streamOf(subject).newest(subject)?.sequence ?? 0;
			if (last !== expected) return {type: 'refused'};
			return {type: 'stored', sequence: keep(subject, bytes, headers).sequence};
		},
		store(subject: string, bytes: Uint8Array, headers: BusHeaders, id?: string): number {
			return streamOf(subject).known(id) ?? keep(subject, bytes, headers, id).sequence;
		},
		newest: (subject: string): BusMessage | null => streamOf(subject).newest(subject),
		matching: (filter: string): readonly Stored[] => {
			const matches = matcher(filter);
			return streams.flatMap(stream => stream.all().filter(({subject}) => matches(subject)));
		},
		remove(subject: string) {
			streamOf(subject).drop(message => message.subject === subject);
		},
		streams: () =>
			streams.map(stream => {
				const {name, maxAgeMs, maxBytes} = stream.spec;
				const all = stream.all();
				const bytes = all.reduce((sum, message) => sum + message.bytes.length, 0);
				return {name, maxAgeMs, maxBytes, messages: all.length, bytes, isAtRisk: false};
			}),
		ensure(specs: readonly BusStream[]) {
			const missing = specs.filter(({name}) => !streams.some(({spec}) => spec.name === name));
			streams.push(...missing.map(spec => createStream(spec, clock)));
		},
		/** Null where nobody listens. */
		ask(message: BusMessage, answer: BusQuestion['answer']): boolean {
			let isHeard = false;
			for (const connection of connections) isHeard = connection.ask(message, answer) || isHeard;
			return isHeard;
		},
		publish: tellAll,
	};

	return {
		server,
		clock,
		maxBytes: () => maxBytes,
		weather: () => weather,
		/** The ways from here on. */
		setWeather(next: Weather) {
			weather = next;
		},
		isUp: () => isUp,
		connections,
		/** All connections are lost, until it is `up` again. What is stored stays. */
		down() {
			isUp = false;
			for (const connection of connections) connection.lose('the server is gone');
		},
		up() {
			isUp = true;
			for (const connection of connections) connection.regain();
		},
		/** Loses the newest messages of a subject, as after a loss of power. */
		loseTail(subject: string, count: number) {
			const stream = streamOf(subject);
			const of = stream.all().filter(message => message.subject === subject);
			const gone = new Set(of.slice(Math.max(0, of.length - count)));
			stream.drop(message => gone.has(message));
		},
		/** Loses all that was stored. */
		loseAll() {
			streams = streams.map(({spec}) => createStream(spec, clock));
		},
		/** Removes a stream with all that is in it. */
		removeStream(name: string) {
			streams = streams.filter(({spec}) => spec.name !== name);
		},
		/** What is stored of a filter, oldest first. */
		stored: server.matching,
	};
};

export type MemoryServer = ReturnType<typeof createMemoryServer>;

type Connection = {
	tell(message: BusMessage): void;
	ask(message: BusMessage, answer: BusQuestion['answer']): boolean;
	lose(reason: string): void;
	regain(): void;
};

export type ConnectOptions = {
	readonly server: MemoryServer;
	/** The process's own: its timers stop with it. @default the server's */
	readonly clock?: Clock;
	/** Hands something to the process once it may have it. @default at once */
	readonly deliver?: (callback: () => void) => void;
};

export type MemoryBus = Bus & {
	/** Cuts the connection, or lets it come again. */
	cut(): void;
	mend(): void;
	/** What the server is asked for by this one is refused so from now on; null: it is not. */
	refuse(code: 'denied' | 'failed' | 'nobody' | null): void;
	/** The server lets it listen to nothing on this connection. */
	deafen(): void;
	/** The server lets it in no more. */
	fail(words: string): void;
};

/** The ways of one connection, on which what is sent first comes first. */
const createWays = ({server, deliver}: Required<Pick<ConnectOptions, 'server' | 'deliver'>>) => {
	const {clock} = server;
	let upAt = 0;
	let downAt = 0;
	const latency = () => server.weather().latencyMs?.() ?? 0;
	return {
		up(action: () => void, lateMs = 0) {
			upAt = Math.max(upAt, clock.now() + latency());
			clock.after(upAt - clock.now() + lateMs, action);
		},
		down(action: () => void, lateMs = 0) {
			downAt = Math.max(downAt, clock.now() + latency());
			clock.after(downAt - clock.now() + lateMs, () => {
				deliver(action);
			});
		},
	};
};

export const connectMemoryBus = (options: ConnectOptions): MemoryBus => {
	const {server: memory, clock = options.server.clock, deliver = action => action()} = options;
	const {server} = memory;
	const ways = createWays({server: memory, deliver});
	const listeners = new Set<Listener>();
	const answerers = new Set<Listener>();
	const stateListeners = new Set<(state: BusState) => void>();
	const waiting = new Set<(error: BusError) => void>();
	let state: BusState = memory.isUp()
		? {type: 'connected'}
		: {type: 'connecting', reason: null, retryAt: null};
	let isCut = false;
	let refusedBy: Parameters<MemoryBus['refuse']>[0] = null;
	/** What is on its way when the connection goes is lost. */
	let link = 0;

	const setState = (next: BusState) => {
		deliver(() => {
			if (state.type === 'closed') return;
			state = next;
			for (const listener of [...stateListeners]) listener(next);
		});
	};

	const fail = (code: BusFaultCode, message: string) => {
		for (const reject of [...waiting]) reject(new BusError(code, message));
	};

	/** Sends a request, and resolves with what the server makes of it. */
	const request = <T>(
		kind: Parameters<NonNullable<Weather['requestFault']>>[0],
		act: (reply: (result: () => T) => void) => void,
		timeoutMs = requestMs,
	): Promise<T> =>
		new Promise((resolve, reject) => {
			const end = () => {
				waiting.delete(refuse);
				cancel();
			};
			const refuse = (error: BusError) => {
				end();
				reject(error);
			};
			if (state.type === 'closed') {
				reject(new BusError('closed', 'closed'));
				return;
			}
			if (state.type !== 'connected' || isCut || !memory.isUp()) {
				reject(new BusError('not-connected', 'not connected'));
				return;
			}
			if (refusedBy) {
				reject(new BusError(refusedBy, 'it was refused'));
				return;
			}
			const fault = memory.weather().requestFault?.(kind) ?? 'none';
			const mine = link;
			waiting.add(refuse);
			const cancel = clock.after(timeoutMs, () => {
				refuse(new BusError('unanswered', 'no answer in time'));
			});
			const reply = (result: () => T) => {
				if (fault === 'lost-answer') return;
				ways.down(
					() => {
						if (!waiting.has(refuse) || mine !== link) return;
						end();
						try {
							resolve(result());
						} catch (error) {
							reject(error instanceof Error ? error : new Error(String(error)));
						}
					},
					fault === 'late-answer' ? lateMs : 0,
				);
			};
			const isGone = () => mine !== link || !memory.isUp();
			if (fault !== 'lost-request')
				ways.up(
					() => {
						if (!isGone() || fault === 'late-request') act(reply);
					},
					fault === 'late-request' ? lateMs : 0,
				);
		});

	/** What the server makes of it is known when it comes there, not when it was sent. */
	const perform = <T>(kind: Parameters<typeof request>[0], action: () => T): Promise<T> =>
		request<T>(kind, reply => {
			let result: () => T;
			try {
				const made = action();
				result = () => made;
			} catch (error) {
				result = () => {
					throw error;
				};
			}
			reply(result);
		});

	const checkSize = (bytes: Uint8Array) => {
		if (bytes.length > memory.maxBytes()) throw new BusError('too-large', 'max_payload exceeded');
	};

	const connection: Connection = {
		tell(message) {
			if (
				state.type !== 'connected' ||
				isCut ||
				![...listeners].some(one => one.matches(message.subject))
			)
				return;
			if (message.before !== null && memory.weather().isMissed?.()) return;
			const mine = link;
			ways.down(() => {
				if (mine !== link) return;
				for (const listener of [...listeners])
					if (listeners.has(listener) && listener.matches(message.subject))
						listener.hear(message, null);
			});
		},
		ask(message, answer) {
			const asked = [...answerers].filter(({matches}) => matches(message.subject));
			if (state.type !== 'connected' || isCut) return false;
			const mine = link;
			for (const answerer of asked)
				ways.down(() => {
					if (mine === link && answerers.has(answerer)) answerer.hear(message, answer);
				});
			return asked.length > 0;
		},
		lose(reason) {
			link++;
			if (state.type !== 'connected') return;
			setState({type: 'lost', reason, retryAt: null});
			deliver(() => {
				fail('unanswered', 'the connection was lost');
			});
		},
		regain() {
			if (isCut || !memory.isUp()) return;
			const mine = link;
			ways.down(() => {
				if (mine === link && !isCut && memory.isUp()) setState({type: 'connected'});
			});
		},
	};
	memory.connections.add(connection);

	const bare = (subject: string, bytes: Uint8Array, headers: BusHeaders): BusMessage => ({
		...{subject, bytes, headers},
		...{sequence: null, before: null, storedAt: null},
	});

	const listen = (set: Set<Listener>, listener: Listener) => {
		set.add(listener);
		return () => {
			set.delete(listener);
		};
	};

	return {
		address: 'nats://memory',
		maxBytes: memory.maxBytes,
		publish(subject, bytes, headers = {}) {
			if (state.type !== 'connected' || isCut) return;
			const mine = link;
			ways.up(() => {
				if (mine === link && memory.isUp()) server.publish(bare(subject, bytes, headers));
			});
		},
		async append(subject, bytes, expected, headers = {}) {
			checkSize(bytes);
			return perform('append', () => server.append(subject, bytes, expected, headers));
		},
		async store(subject, bytes, {headers = {}, id} = {}) {
			checkSize(bytes);
			return perform('store', () => server.store(subject, bytes, headers, id));
		},
		newest: subject => perform('newest', () => server.newest(subject)),
		async *read(filter, from: ReadFrom, {isFollowed = false} = {}) {
			const isAfter = (message: BusMessage) =>
				from.type === 'start' ||
				(from.type === 'sequence'
					? (message.sequence ?? 0) >= from.sequence
					: (message.storedAt ?? 0) >= from.time);
			let done = 0;
			do {
				const all = await perform('newest', () => server.matching(filter).filter(isAfter));
				for (const message of all)
					if ((message.sequence ?? 0) > done) {
						done = message.sequence ?? 0;
						yield message;
					}
			} while (isFollowed);
		},
		subscribe: (filter, hear, onDenied) =>
			listen(listeners, {matches: matcher(filter), hear, onDenied}),
		async ask(subject, bytes, {timeoutMs}) {
			checkSize(bytes);
			return request<BusMessage>(
				'ask',
				reply => {
					const message = bare(subject, bytes, {});
					const isHeard = server.ask(message, (answer, headers = {}) => {
						ways.up(() => {
							reply(() => bare('_INBOX', answer, headers));
						});
					});
					if (!isHeard)
						reply(() => {
							throw new BusError('nobody', 'no responders');
						});
				},
				timeoutMs,
			);
		},
		answer: (filter, listener) =>
			listen(answerers, {
				matches: matcher(filter),
				hear(message, answer) {
					let isAnswered = false;
					listener({
						...message,
						answer(bytes, headers) {
							checkSize(bytes);
							if (isAnswered || state.type !== 'connected' || isCut) return;
							isAnswered = true;
							answer?.(bytes, headers);
						},
					});
				},
			}),
		names: filter =>
			perform('names', () => [...new Set(server.matching(filter).map(({subject}) => subject))]),
		remove: subject =>
			perform('store', () => {
				server.remove(subject);
			}),
		streams: () => perform('names', server.streams),
		ensure: streams =>
			perform('store', () => {
				server.ensure(streams);
			}),
		state: () => state,
		onRefused: () => () => undefined,
		onState(listener) {
			stateListeners.add(listener);
			return () => {
				stateListeners.delete(listener);
			};
		},
		async close() {
			setState({type: 'closed'});
			memory.connections.delete(connection);
			fail('closed', 'closed');
		},
		cut() {
			isCut = true;
			connection.lose('cut');
		},
		mend() {
			isCut = false;
			connection.regain();
		},
		refuse(code) {
			refusedBy = code;
		},
		fail(words) {
			link++;
			setState({type: 'failed', error: new BusError('denied', words)});
			fail('closed', 'closed');
		},
		deafen() {
			for (const {onDenied} of listeners)
				deliver(() => onDenied?.(new BusError('denied', 'it may not be listened to')));
		},
	};
};
