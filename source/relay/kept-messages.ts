import {BusError, type Bus} from '../transport/bus.js';

/** Messages that wait at the most; of more, the oldest are let go. */
const mostWaiting = 100;

type Waiting = {
	readonly subject: string;
	readonly bytes: Uint8Array;
	readonly id: string;
};

/** Stores messages that are worth keeping, each once, however often it has to be sent. */
export const createKeptMessages = (bus: Pick<Bus, 'store'>, run: string) => {
	let waiting: Waiting[] = [];
	let isSending = false;
	let count = 0;

	const sendAll = async (): Promise<void> => {
		for (let [first] = waiting; first; [first] = waiting) {
			const {subject, bytes, id} = first;
			try {
				await bus.store(subject, bytes, {id});
			} catch (error) {
				if (!(error instanceof BusError)) throw error;
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
