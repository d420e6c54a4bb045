import type {Clock} from '../clock.js';
import {BusError, type Bus, type BusMessage} from '../transport/bus.js';
import type {BatchId} from './messages.js';
import {toParts, partHeader, partOfHeader, type Part} from './parts.js';
import {decode, PayloadError, readFields} from './reading.js';

/** Until what had no answer is sent again. */
const againMs = 200;

/** One message of a log, as it stays from the first time it is sent. */
export type Frozen = {readonly id: BatchId; readonly bytes: Uint8Array};

export type Sent =
	| {readonly type: 'stored'; readonly position: number}
	/** `reason`: in words, as of who had the log. */
	| {readonly type: 'refused'; readonly reason: string}
	/** It was given up: it may be stored yet. */
	| {readonly type: 'stopped'};

export type AppenderOptions = {
	readonly bus: Pick<Bus, 'append' | 'newest' | 'maxBytes'>;
	readonly subject: string;
	readonly clock: Pick<Clock, 'after'>;
	/** Something went wrong that lasts, in words. */
	readonly onTrouble: (words: string) => void;
	/** The server took, or refused, a message after so many milliseconds. */
	readonly onAnswer?: ((type: 'stored' | 'refused') => void) | undefined;
};

const nameOf = ({run, epoch, n}: BatchId): string => `${run} ${epoch} ${n}`;

/** Whether a stored message is this part of the batch of that name. */
const isSame = ({bytes, headers}: BusMessage, part: Part, name: string): boolean => {
	if (part.headers[partHeader] !== undefined || headers[partHeader] !== undefined)
		return headers[partOfHeader] === name && headers[partHeader] === part.headers[partHeader];
	try {
		const fields = readFields(decode(bytes));
		return `${String(fields['run'])} ${String(fields['epoch'])} ${String(fields['n'])}` === name;
	} catch (error) {
		if (error instanceof PayloadError) return false;
		throw error;
	}
};

/** Tries until there is an answer; null once nobody waits for it any more. */
const createInsisting =
	({clock, onTrouble}: Pick<AppenderOptions, 'clock' | 'onTrouble'>) =>
	async <T>(action: () => Promise<T>, isOver: () => boolean): Promise<T | null> => {
		while (!isOver()) {
			try {
				return await action();
			} catch (error) {
				if (!(error instanceof BusError)) throw error;
				if (error.code === 'closed') return null;
				if (error.code === 'denied' || error.code === 'failed') onTrouble(error.message);
				// The server has another limit than when it was frozen: the rest cannot follow.
				if (error.code === 'too-large') throw error;
				await new Promise<void>(resolve => {
					clock.after(againMs, resolve);
				});
			}
		}
		return null;
	};

/** Why a message was refused that goes behind a position. */
const describeRefused = (newest: BusMessage | null, position: number): string =>
	(newest?.sequence ?? 0) > position
		? 'another relay has it'
		: 'its log was lost, or the end of it';

/** Appends messages to a log one at a time: each is sent until it is known what became of it. */
export const createAppender = (options: AppenderOptions) => {
	const {bus, subject, onAnswer} = options;
	const insist = createInsisting(options);

	/** The number that it was stored by. */
	const sendPart = async (
		part: Part,
		name: string,
		expected: number,
		isOver: () => boolean,
	): Promise<Sent> => {
		const {bytes, headers} = part;
		const appended = await insist(() => bus.append(subject, bytes, expected, headers), isOver);
		if (!appended) return {type: 'stopped'};
		onAnswer?.(appended.type);
		if (appended.type === 'stored') return {type: 'stored', position: appended.sequence};
		const read = await insist(async () => ({newest: await bus.newest(subject)}), isOver);
		if (!read) return {type: 'stopped'};
		const {newest} = read;
		// Its answer was lost.
		if (newest?.sequence != null && isSame(newest, part, name))
			return {type: 'stored', position: newest.sequence};
		return {type: 'refused', reason: describeRefused(newest, expected)};
	};

	return {
		/** `expected`: where the log ends by what is known. `isOver`: whether it is of no use any more. */
		async send({id, bytes}: Frozen, expected: number, isOver: () => boolean): Promise<Sent> {
			let position = expected;
			const name = nameOf(id);
			try {
				for (const part of toParts(bytes, bus.maxBytes(), name)) {
					const sent = await sendPart(part, name, position, isOver);
					if (sent.type !== 'stored') return sent;
					({position} = sent);
				}
			} catch (error) {
				if (!(error instanceof BusError)) throw error;
				options.onTrouble(error.message);
				return {type: 'refused', reason: 'a message of it is too large for the server'};
			}
			return {type: 'stored', position};
		},
		/** The newest message of the log; undefined once nobody waits for it any more. */
		async newest(isOver: () => boolean): Promise<BusMessage | null | undefined> {
			return (await insist(async () => ({newest: await bus.newest(subject)}), isOver))?.newest;
		},
	};
};

export type Appender = ReturnType<typeof createAppender>;
