import {
	DiscardPolicy,
	RetentionPolicy,
	StorageType,
	StoreCompression,
	type StreamConfig,
} from '@nats-io/jetstream';
import {millis, nanos} from '@nats-io/transport-node';
import {toPlainText} from '../faults.js';
import {
	BusError,
	type Appended,
	type BusHeaders,
	type BusMessage,
	type BusStream,
	type BusStreamState,
	type StoreOptions,
} from './bus.js';
import {toBusError} from './nats-errors.js';
import type {NatsLink} from './nats-link.js';
import {fromHeaders, toNewest} from './nats-messages.js';

/** Another message is the newest of its subject. */
const wrongSequence = 10_071;
const noStream = 10_059;
/** Somebody else made it meanwhile, perhaps with other limits. */
const streamExists = 10_058;

const expectedHeader = 'Nats-Expected-Last-Subject-Sequence';
const idHeader = 'Nats-Msg-Id';

type Acknowledgement = {
	readonly seq?: unknown;
	readonly error?: {readonly err_code?: number; readonly description?: unknown};
};

const decoder = new TextDecoder();

const parseAck = (bytes: Uint8Array): Acknowledgement => {
	try {
		const ack: unknown = JSON.parse(decoder.decode(bytes));
		if (typeof ack === 'object' && ack !== null) return ack;
	} catch {
		// Somebody else than the server answered.
	}
	throw new BusError('failed', 'the answer is no acknowledgement');
};

const send = async (
	{requests}: Pick<NatsLink, 'requests'>,
	subject: string,
	bytes: Uint8Array,
	headers: BusHeaders,
): Promise<Appended> => {
	const own = fromHeaders(headers);
	const answer = await requests
		.ask(subject, bytes, own && {headers: own})
		.catch((error: unknown) => {
			throw toBusError(error, 'unanswered');
		});
	const {seq, error} = parseAck(answer);
	if (error?.err_code === wrongSequence) return {type: 'refused'};
	if (error)
		throw new BusError('failed', toPlainText(String(error.description ?? 'it was refused')));
	if (typeof seq !== 'number' || !Number.isSafeInteger(seq))
		throw new BusError('failed', 'the answer tells no sequence');
	return {type: 'stored', sequence: seq};
};

export const append = (
	link: Pick<NatsLink, 'requests'>,
	subject: string,
	bytes: Uint8Array,
	{expected, headers = {}}: {readonly expected: number; readonly headers?: BusHeaders | undefined},
): Promise<Appended> =>
	send(link, subject, bytes, {...headers, [expectedHeader]: String(expected)});

export const store = async (
	link: Pick<NatsLink, 'requests'>,
	subject: string,
	bytes: Uint8Array,
	{headers = {}, id}: StoreOptions,
): Promise<number> => {
	const own = id === undefined ? headers : {...headers, [idHeader]: id};
	const stored = await send(link, subject, bytes, own);
	if (stored.type === 'stored') return stored.sequence;
	throw new BusError('failed', 'the server refused it');
};

export const newest = async (
	{jsm}: NatsLink,
	stream: string,
	subject: string,
): Promise<BusMessage | null> => {
	try {
		const found = await jsm.direct.getMessage(stream, {last_by_subj: subject});
		return found && toNewest(found);
	} catch (error) {
		throw toBusError(error, 'unanswered');
	}
};

/** Not by the keys of a bucket: on 2.9 that hangs now and then when one expires meanwhile. */
export const names = async (
	{jsm}: NatsLink,
	stream: string,
	filter: string,
): Promise<readonly string[]> => {
	try {
		const {state} = await jsm.streams.info(stream, {subjects_filter: filter});
		return Object.keys(state.subjects ?? {});
	} catch (error) {
		if ((error as {code?: unknown}).code === noStream) return [];
		throw toBusError(error, 'unanswered');
	}
};

/** A stream as it is there; null where it is not. */
export const describeStream = async (
	{jsm}: NatsLink,
	name: string,
): Promise<BusStreamState | null> => {
	try {
		const {config, state} = await jsm.streams.info(name);
		const {max_age: maxAge, max_bytes: most} = config;
		const {messages, bytes} = state;
		const maxAgeMs = maxAge === 0 ? Infinity : millis(maxAge);
		return {name, maxAgeMs, maxBytes: most < 0 ? null : most, messages, bytes};
	} catch (error) {
		if ((error as {code?: unknown}).code === noStream) return null;
		throw toBusError(error, 'unanswered');
	}
};

export const remove = async ({jsm}: NatsLink, stream: string, subject: string): Promise<void> => {
	try {
		await jsm.streams.purge(stream, {filter: subject});
	} catch (error) {
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

/** Makes a stream unless it is there. */
const ensureOne = async ({jsm, canCompress}: NatsLink, stream: BusStream): Promise<void> => {
	try {
		await jsm.streams.info(stream.name);
		return;
	} catch (error) {
		const fault = toBusError(error, 'unanswered');
		if (fault.code !== 'nobody') throw fault;
	}
	try {
		await jsm.streams.add(toConfig(stream, canCompress));
	} catch (error) {
		if ((error as {code?: unknown}).code === streamExists) return;
		throw toBusError(error, 'unanswered');
	}
};

export const ensure = async (link: NatsLink, streams: readonly BusStream[]): Promise<void> => {
	for (const stream of streams) await ensureOne(link, stream);
};
