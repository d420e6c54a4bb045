import type {Msg, Subscription} from '@nats-io/transport-node';
import type {Clock} from '../clock.js';
import {BusError, type BusState, type BusStream} from './bus.js';
import type {NatsAddress} from './nats-address.js';
import {toBusError} from './nats-errors.js';
import {openLink, type NatsLink} from './nats-link.js';

export type NatsBusOptions = {
	readonly address: NatsAddress;
	/** How the server's operators see us. */
	readonly name: string;
	/** Those that may be read and written. */
	readonly streams: readonly BusStream[];
	readonly clock: Pick<Clock, 'now' | 'after'>;
	/** From 0 to below 1. */
	readonly random: () => number;
};

/** Milliseconds before the next try: the first, and the longest. */
const firstRetryMs = 100;
const longestRetryMs = 2000;

type Heard = {
	readonly filter: string;
	readonly listener: (message: Msg) => void;
	/** On the link of the moment. */
	own: Subscription | null;
};

/** What is listened to, on whatever link there is. */
const createSubscriptions = (onDenied: (error: BusError) => void) => {
	const all = new Set<Heard>();
	const begin = (heard: Heard, {nc}: NatsLink) => {
		heard.own = nc.subscribe(heard.filter, {
			callback(error, message) {
				// What the server does not allow never comes: nobody is to wait for it.
				if (error) onDenied(toBusError(error, 'failed'));
				else heard.listener(message);
			},
		});
	};
	return {
		beginAll(link: NatsLink) {
			for (const heard of all) begin(heard, link);
		},
		add(filter: string, listener: Heard['listener'], link: NatsLink | null) {
			const heard: Heard = {filter, listener, own: null};
			all.add(heard);
			if (link) begin(heard, link);
			return () => {
				if (all.delete(heard) && heard.own?.isClosed() === false) heard.own.unsubscribe();
			};
		},
	};
};

/** Sends what is still to be sent, but not for ever. */
const endLink = async ({nc}: NatsLink, {clock}: NatsBusOptions, flushMs: number): Promise<void> => {
	let cancel = () => {};
	const patience = new Promise<void>(resolve => {
		cancel = clock.after(flushMs, resolve);
	});
	await Promise.race([nc.flush().catch(() => undefined), patience]);
	cancel();
	await nc.close();
};

const isFinal = ({code}: BusError) => code === 'denied' || code === 'failed';

/** One link after the other, with what is listened to; `tell` is told of each change. */
export const startLinks = (options: NatsBusOptions, tell: (state: BusState) => void) => {
	const {address, name, clock, random} = options;
	let link: NatsLink | null = null;
	let isOver = false;
	let wasThere = false;
	let retryMs = firstRetryMs;
	let cancelRetry = () => {};
	let servers = address.servers;

	const fail = (error: BusError) => {
		if (isOver) return;
		isOver = true;
		cancelRetry();
		const last = link;
		link = null;
		tell({type: 'failed', error});
		void last?.nc.close();
	};
	const subscriptions = createSubscriptions(fail);

	const retry = (reason: string) => {
		// Not all at once, where many lost it together.
		const waitMs = retryMs * (0.5 + random() / 2);
		retryMs = Math.min(longestRetryMs, retryMs * 2);
		cancelRetry = clock.after(waitMs, () => void open());
		const retryAt = clock.now() + waitMs;
		tell(wasThere ? {type: 'lost', reason, retryAt} : {type: 'connecting', reason, retryAt});
	};

	const begin = (next: NatsLink) => {
		link = next;
		wasThere = true;
		retryMs = firstRetryMs;
		servers = [...new Set([...address.servers, ...next.others])];
		subscriptions.beginAll(next);
		next.onEnd(() => {
			if (link !== next) return;
			link = null;
			if (!isOver) retry(`the connection to ${address.shown} was lost`);
		});
		tell({type: 'connected'});
	};

	const open = async () => {
		try {
			const next = await openLink({address, servers, name});
			if (isOver) await next.nc.close();
			else begin(next);
		} catch (error) {
			const fault = toBusError(error, 'not-connected');
			if (isOver) return;
			if (isFinal(fault)) fail(fault);
			else retry(fault.message);
		}
	};
	void open();

	return {
		current: () => link,
		/** Throws where there is none. */
		now(): NatsLink {
			if (link) return link;
			throw isOver
				? new BusError('closed', 'the connection was closed')
				: new BusError('not-connected', `there is no connection to ${address.shown}`);
		},
		subscribe: (filter: string, listener: (message: Msg) => void) =>
			subscriptions.add(filter, listener, link),
		async close(flushMs: number) {
			isOver = true;
			cancelRetry();
			const last = link;
			link = null;
			if (last) await endLink(last, options, flushMs);
		},
	};
};

export type Links = ReturnType<typeof startLinks>;
