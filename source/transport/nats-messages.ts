import type {JsMsg, StoredMsg} from '@nats-io/jetstream';
import {headers as createHeaders, type Msg, type MsgHdrs} from '@nats-io/transport-node';
import type {BusHeaders, BusMessage} from './bus.js';

const none: BusHeaders = {};

/** Those of the server itself: they are told in fields of their own, and a message has six of them. */
const serverPrefix = 'Nats-';

/** What the sender told. */
const toHeaders = (own: MsgHdrs | undefined): BusHeaders => {
	if (!own) return none;
	let headers = none;
	for (const [key, [first = '']] of own)
		if (!key.startsWith(serverPrefix)) headers = {...headers, [key]: first};
	return headers;
};

/** As the client wants them; undefined for none. */
export const fromHeaders = (headers: BusHeaders): MsgHdrs | undefined => {
	const entries = Object.entries(headers);
	if (entries.length === 0) return undefined;
	const own = createHeaders();
	for (const [key, value] of entries) own.set(key, value);
	return own;
};

const toNumber = (text: string | undefined): number | null => {
	const number = Number(text);
	return text === undefined || text === '' || !Number.isSafeInteger(number) ? null : number;
};

/** One that was heard: of one that the server sends because it was stored, the server says which it is. */
export const toHeard = ({subject, data, headers: own}: Msg): BusMessage => {
	let sequence: number | null = null;
	let before: number | null = null;
	for (const [key, [first]] of own ?? []) {
		if (key === 'Nats-Sequence') sequence = toNumber(first);
		else if (key === 'Nats-Last-Sequence') before = toNumber(first);
	}
	return {subject, bytes: data, headers: toHeaders(own), storedAt: null, sequence, before};
};

/** One that was read from its stream by its place in it. */
export const toNewest = ({subject, data, header, seq, time}: StoredMsg): BusMessage => ({
	...{subject, bytes: data, headers: toHeaders(header), sequence: seq, before: null},
	storedAt: time.getTime(),
});

/** One that was handed out of its stream, one after the other. */
export const toStored = ({
	subject,
	data,
	headers: own,
	seq,
	timestampNanos,
}: Delivered): BusMessage => ({
	...{subject, bytes: data, headers: toHeaders(own), sequence: seq, before: null},
	storedAt: timestampNanos / 1e6,
});

type Delivered = Pick<JsMsg, 'subject' | 'data' | 'headers' | 'seq'> & {
	readonly timestampNanos: number;
};
