import {BusError, type Bus} from '../transport/bus.js';
import {firstHeader, toParts} from './parts.js';

/** Messages that wait at the most; of more, the oldest are let go. */
const mostWaiting = 100;

type Waiting = {
	readonly subject: string;
	readonly bytes: Uint8Array;
	readonly id: string;
};

export type KeptMessagesOptions = {
	readonly bus: Pick<Bus, 'store' | 'maxBytes'>;
	readonly run: string;
	/** One that cannot be stored, in words. */
	readonly onTrouble: (words: string) => void;
};

/** Stores a message, in parts where it is long: each of the later ones says where the first is. */
const storeParts = async (bus: KeptMessagesOptions['bus'], {subject, bytes, id}: Waiting) => {
	let first: number | null = null;
	for (const [at, part] of toParts(bytes, bus.maxBytes(), id).entries()) {
		const headers = {...part.headers, ...(first !== null && {[firstHeader]: String(first)})};
		const sequence = await bus.store(subject, part.bytes, {id: `${id} ${at}`, headers});
		first ??= sequence;
	}
};

/** Whether it is worth telling: it does not end with the connection that was lost. */
const isLasting = ({code}: BusError): boolean =>
	code === 'too-large' || code === 'denied' || code === 'failed';

/** Stores messages that are worth keeping, each once, however often it has to be sent. */
export const createKeptMessages = ({bus, run, onTrouble}: KeptMessagesOptions) => {
	let waiting: Waiting[] = [];
	let isSending = false;
	let count = 0;

	const sendAll = async (): Promise<void> => {
		for (let [first] = waiting; first; [first] = waiting) {
			try {
				await storeParts(bus, first);
			} catch (error) {
				if (!(error instanceof BusError)) throw error;
				if (isLasting(error)) onTrouble(error.message);
				// It is sent again with the next call: but what cannot be stored is in the way of the rest.
				if (error.code !== 'too-large') return;
			}
			waiting = waiting.filter(other => other !== first);
		}
	};

	const goOn = async (): Promise<void> => {
		if (isSending) return;
		isSending = true;
		try {
			await sendAll();
		} finally {
			isSending = false;
		}
	};

	return {
		add(subject: string, bytes: Uint8Array) {
			waiting = [...waiting, {subject, bytes, id: `${run} ${subject} ${++count}`}];
			waiting = waiting.slice(-mostWaiting);
			void goOn();
		},
		/** Sends what could not be sent before. */
		goOn,
	};
};
