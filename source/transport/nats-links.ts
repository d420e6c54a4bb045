import type {Msg, Subscription} from '@nats-io/transport-node';
import type {Clock} from '../clock.js';
import {BusError, type BusState, type BusStream} from './bus.js';
import type {NatsAddress} from './nats-address.js';
import {isInbox, toBusError} from './nats-errors.js';
import {openLink, type NatsLink} from './nats-link.js';
import {hearRefusals} from './nats-refusals.js';

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

/** What a bus is told of its links. */
type LinksPort = {
	/** Of each change. */
	readonly tell: (state: BusState) => void;
	/** What was published is not allowed. */
	readonly onRefused: (error: BusError) => void;
};

/** Milliseconds before the next try: the first, and the longest. */
const firstRetryMs = 100;
const longestRetryMs = 2000;

type Heard = {
	readonly filter: string;
	readonly listener: (message: Msg) => void;
	/** What the server does not allow never comes: nobody is to wait for it. */
	readonly onDenied: (error: BusError) => void;
	/** On the link of the moment. */
	own: Subscription | null;
};

/** What is listened to, on whatever link there is. */
const createSubscriptions = () => {
	const all = new Set<Heard>();
	const begin = (heard: Heard, {nc}: NatsLink) => {
		heard.own = nc.subscribe(heard.filter, {
			callback(error, message) {
				if (error) heard.onDenied(toBusError(error, 'failed'));
				else heard.listener(message);
			},
		});
	};
	return {
		beginAll(link: NatsLink) {
			for (const heard of all) begin(heard, link);
		},
		add(wanted: Omit<Heard, 'own'>, link: NatsLink | null) {
			const heard: Heard = {...wanted, own: null};
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

/** Whether no other try helps. Where somebody stored before, that one may come back. */
const isFinal = ({code}: BusError, wasThere: boolean): boolean =>
	code === 'denied' || code === 'failed' || (code === 'nobody' && !wasThere);

/** A link that lasted so long was one, in milliseconds: the next is tried as soon as the first was. */
const steadyMs = 5000;

/** When the next link is tried: later each time, until one has lasted. */
const createRetry = ({clock, random}: NatsBusOptions, open: () => void) => {
	let nextMs = firstRetryMs;
	let cancel = () => {};
	return {
		/** Returns the time of the try. */
		plan(): number {
			// Not all at once, where many lost it together.
			const waitMs = nextMs * (0.5 + random() / 2);
			nextMs = Math.min(longestRetryMs, nextMs * 2);
			cancel = clock.after(waitMs, open);
			return clock.now() + waitMs;
		},
		succeed: () => void (nextMs = firstRetryMs),
		cancel: () => cancel(),
	};
};

const toWaiting = (wasThere: boolean, reason: string, retryAt: number): BusState =>
	wasThere ? {type: 'lost', reason, retryAt} : {type: 'connecting', reason, retryAt};

/**
 * Tells what may not be published apart from answers that may not be listened to: those never come. Whoever listens to
 * anything else is told by itself.
 */
const followRefusals = (
	{nc}: NatsLink,
	onPublish: (error: BusError) => void,
	onAnswers: (error: BusError) => void,
): Promise<void> =>
	hearRefusals(nc, error => {
		if (error.operation === 'publish') onPublish(toBusError(error, 'denied'));
		else if (isInbox(error.subject)) onAnswers(toBusError(error, 'denied'));
	});

/** One link after the other, until it is over; `onBegin` is told of each before anybody else. */
const createChain = (
	options: NatsBusOptions,
	{tell, onRefused}: LinksPort,
	onBegin: (link: NatsLink) => void,
) => {
	const {address, name, clock} = options;
	let link: NatsLink | null = null;
	let isOver = false;
	let wasThere = false;
	let servers = address.servers;
	const retry = createRetry(options, () => void open());

	/** Returns the last link. */
	const end = () => {
		const last = link;
		isOver = true;
		link = null;
		retry.cancel();
		return last;
	};

	const fail = (error: BusError) => {
		if (isOver) return;
		void end()?.nc.close();
		tell({type: 'failed', error});
	};

	const tryAgain = (reason: string) => tell(toWaiting(wasThere, reason, retry.plan()));

	const begin = (next: NatsLink) => {
		link = next;
		wasThere = true;
		const begunAt = clock.now();
		servers = [...new Set([...address.servers, ...next.others])];
		onBegin(next);
		void followRefusals(next, onRefused, fail);
		next.onEnd(() => {
			if (link !== next) return;
			link = null;
			if (clock.now() - begunAt >= steadyMs) retry.succeed();
			tryAgain(`the connection to ${address.shown} was lost`);
		});
		tell({type: 'connected'});
	};

	const open = async () => {
		try {
			const next = await openLink({address, servers, name, clock});
			if (isOver) await next.nc.close();
			else begin(next);
		} catch (error) {
			const fault = toBusError(error, 'not-connected');
			if (isFinal(fault, wasThere)) fail(fault);
			else if (!isOver) tryAgain(fault.message);
		}
	};
	void open();

	return {current: () => link, isOver: () => isOver, fail, end};
};

/** The links of a bus with what is listened to. */
export const startLinks = (options: NatsBusOptions, port: LinksPort) => {
	const subscriptions = createSubscriptions();
	const chain = createChain(options, port, subscriptions.beginAll);
	const {shown} = options.address;
	return {
		current: chain.current,
		/** Throws where there is none. */
		now(): NatsLink {
			const link = chain.current();
			if (link) return link;
			throw chain.isOver()
				? new BusError('closed', 'the connection was closed')
				: new BusError('not-connected', `there is no connection to ${shown}`);
		},
		/** `onDenied`: without it nothing of the bus is of any use then. */
		subscribe: (
			filter: string,
			listener: (message: Msg) => void,
			onDenied: (error: BusError) => void = chain.fail,
		) => subscriptions.add({filter, listener, onDenied}, chain.current()),
		async close(flushMs: number) {
			const last = chain.end();
			if (last) await endLink(last, options, flushMs);
		},
	};
};

export type Links = ReturnType<typeof startLinks>;
