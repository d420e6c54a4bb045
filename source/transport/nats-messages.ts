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

type Place = Pick<BusMessage, 'headers' | 'sequence' | 'before'>;

const nowhere: Place = {headers: none, sequence: null, before: null};

const toPlace = (own: MsgHdrs | undefined): Place => {
	if (!own) return nowhere;
	let {sequence, before} = nowhere;
	for (const [key, [first]] of own) {
		if (key === 'Nats-Sequence') sequence = toNumber(first);
		else if (key === 'Nats-Last-Sequence') before = toNumber(first);
	}
	return {headers: toHeaders(own), sequence, before};
};

const beginning = 'NATS/1.0\r\n';
const ending = '\r\n\r\n';
const endingBytes = 0x0d_0a_0d_0a;

/** Of the fields of a server: longer subjects are read by the client. */
const mostBytes = 512;

/** Where there is a field of somebody else than the server. */
const foreign = /\r\n(?!Nats-|\r\n|$)/;

const numberAfter = (text: string, field: string): number | null => {
	const at = text.indexOf(field);
	const from = at + field.length;
	return at < 0 ? null : toNumber(text.slice(from, text.indexOf('\r', from)));
};

/**
 * The place as the server tells it, read from the bytes right before the payload: the client makes lists of all
 * fields, which costs more than the rest of hearing a message. Null where they hold anything else.
 */
const readPlace = ({data}: Msg): Place | null => {
	const {buffer, byteOffset} = data;
	const bytes = Buffer.from(buffer, 0, byteOffset);
	if (byteOffset < ending.length || bytes.readUInt32BE(byteOffset - ending.length) !== endingBytes)
		return null;
	const near = bytes.toString('latin1', Math.max(0, byteOffset - mostBytes));
	const text = near.slice(Math.max(0, near.lastIndexOf(beginning)));
	const isBlock =
		text.startsWith(beginning) && text.indexOf(ending) === text.length - ending.length;
	if (!isBlock || foreign.test(text)) return null;
	const sequence = numberAfter(text, '\r\nNats-Sequence: ');
	const before = numberAfter(text, '\r\nNats-Last-Sequence: ');
	return sequence === null || before === null ? null : {headers: none, sequence, before};
};

/** One that was heard: of one that the server sends because it was stored, the server says which it is. */
export const toHeard = (message: Msg): BusMessage => {
	const {subject, data} = message;
	const {headers, sequence, before} = readPlace(message) ?? toPlace(message.headers);
	return {subject, bytes: data, headers, storedAt: null, sequence, before};
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
