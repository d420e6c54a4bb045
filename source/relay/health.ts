import type {AuditRule, LossRule} from '../book/proving.js';
import type {BookHealth} from '../store/market-view.js';
import {
	decode,
	encode,
	orNull,
	readCount,
	readFields,
	readList,
	readNumber,
	readText,
	readTime,
	readWord,
} from './reading.js';

/** What an owner tells of how a book's feed is doing. */
export type ToldHealth = {
	readonly run: string;
	readonly epoch: number;
	/** Data messages a second. */
	readonly rate: number;
	/** Times in it by the run's clock. */
	readonly health: BookHealth;
};

const maxEvents = 200;

const lossTypes = ['ids', 'counter', 'checksum', 'whole-pushes', 'unseen'] as const;
const audits: readonly AuditRule[] = ['rest', 'socket', 'resubscribe', 'checksum', 'none'];

const readLoss = (value: unknown): LossRule => {
	const fields = readFields(value);
	const type = readWord(fields['type'], lossTypes);
	return type === 'checksum' ? {type, levels: readCount(fields['levels'])} : {type};
};

const readProof = (value: unknown): BookHealth['proof'] => {
	const fields = readFields(value);
	return {loss: readLoss(fields['loss']), audit: readWord(fields['audit'], audits)};
};

const readLatency = (value: unknown): BookHealth['latencyMs'] => {
	const fields = readFields(value);
	return {p50: readNumber(fields['p50']), p99: readNumber(fields['p99'])};
};

const readWeight = (value: unknown): BookHealth['restWeight'] => {
	const fields = readFields(value);
	return {used: readNumber(fields['used']), limit: readNumber(fields['limit'])};
};

const readHosts = (value: unknown): BookHealth['hosts'] => {
	const fields = readFields(value);
	return {ws: readText(fields['ws']), rest: readText(fields['rest'])};
};

const readAudit = (value: unknown): BookHealth['lastAudit'] => {
	const fields = readFields(value);
	return {at: readTime(fields['at']), differences: readCount(fields['differences'])};
};

const readEvent = (value: unknown): BookHealth['events'][number] => {
	const fields = readFields(value);
	return {at: readTime(fields['at']), text: readText(fields['text'])};
};

const readHealth = (value: unknown): BookHealth => {
	const fields = readFields(value);
	return {
		connectedSince: orNull(fields['connectedSince'], readTime),
		heardAt: orNull(fields['heardAt'], readTime),
		bytesPerSecond: readNumber(fields['bytesPerSecond']),
		latencyMs: orNull(fields['latencyMs'], readLatency),
		clockOffsetMs: orNull(fields['clockOffsetMs'], readTime),
		gaps: readCount(fields['gaps']),
		resyncs: readCount(fields['resyncs']),
		reconnects: readCount(fields['reconnects']),
		restWeight: orNull(fields['restWeight'], readWeight),
		hosts: orNull(fields['hosts'], readHosts),
		proof: orNull(fields['proof'], readProof),
		lastAudit: orNull(fields['lastAudit'], readAudit),
		audits: readCount(fields['audits']),
		failedAudits: readCount(fields['failedAudits']),
		events: readList(fields['events'], maxEvents, readEvent),
	};
};

export const packToldHealth = (told: ToldHealth): Uint8Array => encode(told);

/** Throws a `PayloadError` for what is none. */
export const readToldHealth = (bytes: Uint8Array): ToldHealth => {
	const fields = readFields(decode(bytes));
	return {
		run: readText(fields['run'], 100),
		epoch: readCount(fields['epoch']),
		rate: readNumber(fields['rate']),
		health: readHealth(fields['health']),
	};
};

const moved = (at: number | null, byMs: number): number | null => (at === null ? null : at + byMs);

/** The same by a clock that is so far ahead. */
export const moveHealth = (health: BookHealth, byMs: number): BookHealth => ({
	...health,
	connectedSince: moved(health.connectedSince, byMs),
	heardAt: moved(health.heardAt, byMs),
	clockOffsetMs: health.clockOffsetMs === null ? null : health.clockOffsetMs - byMs,
	lastAudit: health.lastAudit && {...health.lastAudit, at: health.lastAudit.at + byMs},
	events: health.events.map(({at, text}) => ({at: at + byMs, text})),
});
