import {createInbox, errors, type Msg, type NatsConnection} from '@nats-io/transport-node';
import type {Clock} from '../clock.js';
import {hearRefusals} from './nats-refusals.js';

const {NoRespondersError, TimeoutError} = errors;

type Asked = {
	readonly subject: string;
	/** By the clock. */
	readonly until: number;
	resolve(bytes: Uint8Array): void;
	reject(error: unknown): void;
};

type Way = Pick<NatsConnection, 'publish' | 'subscribe' | 'status'>;
type Sending = Parameters<NatsConnection['publish']>[2];

/** What the server has not answered yet, oldest first; each is waited for as long. */
const createAsked = (clock: Pick<Clock, 'now' | 'after'>) => {
	const all = new Map<string, Asked>();
	let cancel: (() => void) | null = null;

	const rejectWhere = (isMeant: (asked: Asked) => boolean, error: unknown) => {
		for (const [token, asked] of all) {
			if (!isMeant(asked)) continue;
			all.delete(token);
			asked.reject(error);
		}
	};

	const look = () => {
		cancel = null;
		const now = clock.now();
		rejectWhere(({until}) => until <= now, new TimeoutError());
		plan();
	};

	const plan = () => {
		const [first] = all.values();
		if (first) cancel ??= clock.after(first.until - clock.now(), look);
	};

	return {
		rejectWhere,
		add(token: string, asked: Asked) {
			all.set(token, asked);
			plan();
		},
		take(token: string): Asked | null {
			const asked = all.get(token) ?? null;
			all.delete(token);
			return asked;
		},
		end() {
			cancel?.();
			cancel = null;
		},
	};
};

/**
 * Asks the server itself, over one connection: one subscription and one timer do for all that is under way, where
 * the client makes a timer, an error and some promises for each.
 */
export const createRequests = (
	nc: Way,
	{clock, patienceMs}: {readonly clock: Pick<Clock, 'now' | 'after'>; readonly patienceMs: number},
) => {
	const inbox = `${createInbox()}.`;
	const asked = createAsked(clock);
	let count = 0;
	let isListening = false;
	let hasEnded = false;

	const hear = (error: Error | null, message: Msg) => {
		if (error) {
			// The answers will never come.
			asked.rejectWhere(() => true, error);
			return;
		}
		const own = asked.take(message.subject.slice(inbox.length));
		if (!own) return;
		const {data} = message;
		const isRefused = data.length === 0 && message.headers?.code === 503;
		if (isRefused) own.reject(new NoRespondersError(own.subject));
		else own.resolve(data);
	};

	const listen = () => {
		if (isListening) return;
		isListening = true;
		nc.subscribe(`${inbox}*`, {callback: hear});
		void hearRefusals(nc, error => {
			if (error.operation === 'publish')
				asked.rejectWhere(({subject}) => subject === error.subject, error);
		});
	};

	return {
		/** Rejects with the client's errors; after that of a timeout it may have been done. */
		ask: (subject: string, bytes: Uint8Array, options: Sending = {}): Promise<Uint8Array> =>
			new Promise((resolve, reject) => {
				if (hasEnded) throw new Error('the connection was lost');
				listen();
				const token = (++count).toString(36);
				nc.publish(subject, bytes, {...options, reply: inbox + token});
				asked.add(token, {subject, until: clock.now() + patienceMs, resolve, reject});
			}),
		/** The connection is over. */
		end() {
			hasEnded = true;
			asked.end();
			asked.rejectWhere(() => true, new Error('the connection was lost'));
		},
	};
};

export type Requests = ReturnType<typeof createRequests>;
