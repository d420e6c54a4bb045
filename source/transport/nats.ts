import {BusError, type Bus, type BusHeaders, type BusState} from './bus.js';
import {covers} from './covers.js';
import {toBusError} from './nats-errors.js';
import type {NatsLink} from './nats-link.js';
import {startLinks, type Links, type NatsBusOptions} from './nats-links.js';
import {fromHeaders, toHeard} from './nats-messages.js';
import {readStream} from './nats-read.js';
import {append, names, newest, remove, store} from './nats-store.js';
import {describeStream, ensure} from './nats-streams.js';

/** Taken off for headers, generously. */
const headerBytes = 4096;

/** Until the server has told how much it takes. */
const usualPayload = 1_048_576;

/** What was published is sent within this, in milliseconds. */
const flushMs = 1000;

const tooLarge = (bytes: Uint8Array, most: number): BusError =>
	new BusError('too-large', `${bytes.length} bytes are more than the server takes: ${most}`);

/** What needs a stream, over the link of the moment. */
const createStoring = (
	links: Links,
	{streams}: NatsBusOptions,
	check: (bytes: Uint8Array) => void,
) => {
	const streamOf = (filter: string): string => {
		const stream = streams.find(({subjects}) => subjects.some(one => covers(one, filter)));
		if (!stream) throw new BusError('nobody', `no stream has ${filter}`);
		return stream.name;
	};
	return {
		async append(subject, bytes, expected, headers) {
			check(bytes);
			return append(links.now(), subject, bytes, {expected, headers});
		},
		async store(subject, bytes, options = {}) {
			check(bytes);
			return store(links.now(), subject, bytes, options);
		},
		newest: async subject => newest(links.now(), streamOf(subject), subject),
		async *read(filter, from, {isFollowed = false} = {}) {
			yield* readStream(links.now(), {stream: streamOf(filter), filter, from, isFollowed});
		},
		names: async filter => names(links.now(), streamOf(filter), filter),
		remove: async subject => remove(links.now(), streamOf(subject), subject),
		async streams() {
			const link = links.now();
			const found = await Promise.all(streams.map(({name}) => describeStream(link, name)));
			return found.flatMap(stream => stream ?? []);
		},
		ensure: async wanted => ensure(links.now(), wanted),
	} satisfies Partial<Bus>;
};

/** What is kept nowhere, over the link of the moment. */
const createTalking = (links: Links, check: (bytes: Uint8Array) => void) => {
	const send = (link: NatsLink, subject: string, bytes: Uint8Array, headers: BusHeaders = {}) => {
		const own = fromHeaders(headers);
		link.nc.publish(subject, bytes, own && {headers: own});
	};
	return {
		publish(subject, bytes, headers) {
			check(bytes);
			const link = links.current();
			if (link) send(link, subject, bytes, headers);
		},
		subscribe: (filter, listener, onDenied) =>
			links.subscribe(filter, message => listener(toHeard(message)), onDenied),
		async ask(subject, bytes, {timeoutMs}) {
			check(bytes);
			const {nc} = links.now();
			try {
				return toHeard(await nc.request(subject, bytes, {timeout: timeoutMs}));
			} catch (error) {
				throw toBusError(error, 'unanswered');
			}
		},
		answer: (filter, listener) =>
			links.subscribe(filter, message =>
				listener({
					...toHeard(message),
					answer(bytes, headers) {
						check(bytes);
						const link = links.current();
						if (link && message.reply) send(link, message.reply, bytes, headers);
					},
				}),
			),
	} satisfies Partial<Bus>;
};

/** Those who want to be told of something. */
const createListeners = <T>() => {
	const all = new Set<(what: T) => void>();
	return {
		tell(what: T) {
			for (const listener of [...all]) listener(what);
		},
		/** Returns a way not to be told. */
		add(listener: (what: T) => void) {
			// Who is added twice is told twice.
			const own = (what: T) => listener(what);
			all.add(own);
			return () => void all.delete(own);
		},
	};
};

/** A bus over NATS: returns at once and connects behind it, for ever, unless the server cannot be used. */
export const createNatsBus = (options: NatsBusOptions): Bus => {
	const states = createListeners<BusState>();
	const refusals = createListeners<BusError>();
	let state: BusState = {type: 'connecting', reason: null, retryAt: null};
	let maxBytes = usualPayload - headerBytes;
	const tell = (next: BusState) => {
		if (state.type === 'closed') return;
		state = next;
		const link = links.current();
		if (link) maxBytes = link.maxPayload - headerBytes;
		states.tell(state);
	};
	const links = startLinks(options, {tell, onRefused: refusals.tell});
	const check = (bytes: Uint8Array) => {
		if (bytes.length > maxBytes) throw tooLarge(bytes, maxBytes);
	};
	return {
		address: options.address.shown,
		maxBytes: () => maxBytes,
		...createTalking(links, check),
		...createStoring(links, options, check),
		state: () => state,
		onState: states.add,
		onRefused: refusals.add,
		async close() {
			state = {type: 'closed'};
			await links.close(flushMs);
		},
	};
};
