import {
	DiscardPolicy,
	RetentionPolicy,
	StorageType,
	StoreCompression,
	type StreamConfig,
} from '@nats-io/jetstream';
import {millis, nanos} from '@nats-io/transport-node';
import {BusError, type BusStream, type BusStreamState} from './bus.js';
import {covers} from './covers.js';
import {toBusError} from './nats-errors.js';
import type {NatsLink} from './nats-link.js';
import {noStream} from './nats-store.js';

/** Somebody else made it meanwhile, perhaps with other limits. */
const streamExists = 10_058;

/** Servers of a cluster that keep a stream: one of them may die. */
const copies = 3;

/** There is no cluster, or one of fewer servers. */
const tooFewServers: readonly unknown[] = [10_074, 10_005];

const codeOf = (error: unknown): unknown => (error as {readonly code?: unknown}).code;

const toAgeMs = (maxAge: number): number => (maxAge === 0 ? Infinity : millis(maxAge));

/** A stream as it is there; null where it is not. */
export const describeStream = async (
	{jsm}: Pick<NatsLink, 'jsm'>,
	name: string,
): Promise<BusStreamState | null> => {
	try {
		const {config, state, cluster} = await jsm.streams.info(name);
		const {max_age: maxAge, max_bytes: most, num_replicas: servers} = config;
		const {messages, bytes} = state;
		return {
			...{name, messages, bytes, maxAgeMs: toAgeMs(maxAge), maxBytes: most < 0 ? null : most},
			isAtRisk: cluster?.name !== undefined && servers < copies,
		};
	} catch (error) {
		if (codeOf(error) === noStream) return null;
		throw toBusError(error, 'unanswered');
	}
};

const toConfig = (
	stream: BusStream,
	canCompress: boolean,
): Partial<StreamConfig> & {name: string} => {
	const {name, subjects, maxAgeMs, maxBytes, maxPerSubject, duplicateWindowMs, republish} = stream;
	return {
		...{name, subjects: [...subjects], allow_direct: true},
		storage: StorageType.File,
		retention: RetentionPolicy.Limits,
		discard: DiscardPolicy.Old,
		max_age: nanos(maxAgeMs),
		max_bytes: maxBytes ?? -1,
		max_msgs_per_subject: maxPerSubject ?? -1,
		// More than its age is refused.
		duplicate_window: nanos(Math.min(duplicateWindowMs, maxAgeMs)),
		...(republish && {republish: {src: republish.from, dest: republish.to}}),
		...(canCompress && {compression: StoreCompression.S2}),
	};
};

/** What a stream that somebody else made lacks, in words; null where it will do. Its other limits are its maker's. */
const whatLacks = (
	{subjects, republish, maxPerSubject, maxAgeMs}: BusStream,
	config: StreamConfig,
): string | null => {
	const missing = subjects.find(one => !config.subjects.some(filter => covers(filter, one)));
	if (missing !== undefined) return `the subject ${missing}`;
	const {src, dest} = config.republish ?? {};
	if (republish && (src !== republish.from || dest !== republish.to))
		return `republish from ${republish.from} to ${republish.to}`;
	if (!config.allow_direct) return 'allow_direct';
	// What is not renewed has to go.
	const isKeptOn = maxPerSubject !== null && toAgeMs(config.max_age) > maxAgeMs;
	return isKeptOn ? `max_age of ${maxAgeMs / 1000}s` : null;
};

/** Kept by several servers, where there are so many. */
const addStream = async ({jsm, canCompress}: StreamsLink, stream: BusStream): Promise<void> => {
	const config = toConfig(stream, canCompress);
	try {
		await jsm.streams.add({...config, num_replicas: copies});
	} catch (error) {
		if (!tooFewServers.includes(codeOf(error))) throw error;
		await jsm.streams.add({...config, num_replicas: 1});
	}
};

type StreamsLink = Pick<NatsLink, 'jsm' | 'canCompress'>;

/** Makes a stream unless it is there. */
const ensureOne = async (link: StreamsLink, stream: BusStream): Promise<void> => {
	try {
		const {config} = await link.jsm.streams.info(stream.name);
		const lack = whatLacks(stream, config);
		if (lack === null) return;
		throw new BusError('failed', `the stream ${stream.name} lacks ${lack}: remove or mend it`);
	} catch (error) {
		const fault = toBusError(error, 'unanswered');
		if (fault.code !== 'nobody') throw fault;
	}
	try {
		await addStream(link, stream);
	} catch (error) {
		if (codeOf(error) === streamExists) return;
		throw toBusError(error, 'unanswered');
	}
};

export const ensure = async (link: StreamsLink, streams: readonly BusStream[]): Promise<void> => {
	for (const stream of streams) await ensureOne(link, stream);
};
