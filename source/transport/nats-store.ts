import {toPlainText} from '../faults.js';
import {
	BusError,
	type Appended,
	type BusHeaders,
	type BusMessage,
	type StoreOptions,
} from './bus.js';
import {toBusError} from './nats-errors.js';
import type {NatsLink} from './nats-link.js';
import {fromHeaders, toNewest} from './nats-messages.js';

/** Another message is the newest of its subject. */
const wrongSequence = 10_071;
export const noStream = 10_059;

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

type Reading = Pick<NatsLink, 'jsm' | 'reading'>;

/** Asks the stream where no server of it ever answered: a leaf node of 2.9 lets no direct question pass. */
const findNewest = async ({jsm, reading}: Reading, stream: string, subject: string) => {
	const query = {last_by_subj: subject};
	const askStream = async () => {
		const found = await jsm.streams.getMessage(stream, query);
		reading.way = 'stream';
		return found;
	};
	if (reading.way === 'stream') return askStream();
	try {
		const found = await jsm.direct.getMessage(stream, query);
		reading.way = 'direct';
		return found;
	} catch (error) {
		if (reading.way === 'direct' || toBusError(error, 'failed').code !== 'unanswered') throw error;
		// Where that is not allowed, there was no answer all the same.
		return askStream().catch(() => Promise.reject(error as Error));
	}
};

export const newest = async (
	link: Reading,
	stream: string,
	subject: string,
): Promise<BusMessage | null> => {
	try {
		const found = await findNewest(link, stream, subject);
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

export const remove = async ({jsm}: NatsLink, stream: string, subject: string): Promise<void> => {
	try {
		await jsm.streams.purge(stream, {filter: subject});
	} catch (error) {
		throw toBusError(error, 'unanswered');
	}
};
