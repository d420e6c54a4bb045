import type {Clock} from '../clock.js';
import type {Addresses, RestRules} from '../exchanges/exchange.js';
import type {HttpResponse, Transport, TransportError} from '../transport/transport.js';
import {HeldBackError} from './held-back.js';
import {createHostChoice, createHostName, hostOf, type Prospect} from './host-choice.js';
import {heldFault, type Hold, type HostHolds} from './host-holds.js';
import {InBetweenError, isLoginPage} from './login-page.js';
import {fromError} from './network-faults.js';
import {prospectOfAnswer, prospectOfError} from './prospects.js';

/**
 * How much a request is needed, the most first: what cannot wait, a book that was in sync, one that never was, the
 * connection that is to follow one in charge, a book in sync that is in doubt, and one that is not.
 */
export const urgencies = ['now', 'lost', 'first', 'next', 'doubt', 'audit'] as const;

export type Urgency = (typeof urgencies)[number];

export type Asking = {
	/** @default now */
	readonly urgency?: Urgency;
	/** Whether anybody is still interested, asked when it is its turn. @default always */
	readonly isWanted?: () => boolean;
	/** Whether the answer is nothing that a recording has to hold. @default false */
	readonly isUnrecorded?: boolean;
};

export type RestGate = {
	/**
	 * Asks for a path that costs so much weight; rejects with `HeldBackError` where it may not. Where many share the
	 * way, it waits for its turn instead.
	 */
	get(path: string, weight: number, asking?: Asking): Promise<HttpResponse>;
	/** Calls back when so much may be asked for: at once, or where many share the way, in turn. Returns cancel. */
	turn(urgency: Urgency, weight: number, then: () => void): () => void;
	/** While the host in use asked for a pause; null where it may be asked. */
	hold(): Hold | null;
	/** The host in use, for people, and whether it is another than the first. */
	host(): string;
	/** Whether the exchange has asked to be left alone for now. */
	isAway(): boolean;
	/** Weight used in the exchange's current minute, and how much of it we allow ourselves. */
	usage(): {
		/** Weight, in the exchange's current minute. */
		readonly used: number;
		/** Weight that we allow ourselves in a minute. */
		readonly limit: number;
	} | null;
};

export type RestGateOptions = {
	/** In the order in which they are tried. */
	readonly addresses: Addresses;
	/** Of the exchange, shared with its sockets. */
	readonly holds: HostHolds;
	readonly rules: RestRules;
	readonly transport: Transport;
	/** The same way without anybody who records what passes. @default `transport` */
	readonly unrecorded?: Pick<Transport, 'get'> | undefined;
	readonly clock: Clock;
	/** How much of the exchange's allowance may be used, from 0 to 1: others may share the address. */
	readonly share: number;
};

const minuteMs = 60_000;

/** Failures before a connection was there. Of any other, as a timeout, the exchange may have counted the request. */
const unconnected = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|PROXY_\w+)$/;

const neverArrived = (error: unknown): boolean =>
	unconnected.test((error as Partial<TransportError>).errorCode ?? '');

/** Asks one host. */
type Send = (address: string) => Promise<HttpResponse>;

/** What came of a request to one host. */
type Outcome =
	| {readonly response: HttpResponse; readonly prospect: Prospect}
	| {readonly error: unknown; readonly prospect: Prospect};

/** What an answer is worth. */
const outcomeOf = (response: HttpResponse, host: string): Outcome => {
	const prospect = prospectOfAnswer(response, host);
	return isLoginPage(response, host)
		? {error: new InBetweenError(response), prospect}
		: {response, prospect};
};

const settle = (outcome: Outcome): HttpResponse => {
	if ('error' in outcome) throw outcome.error;
	return outcome.response;
};

/** An answer that tells of an error with the status that it should have had: some exchanges send 200 with all. */
const judged = (response: HttpResponse, {judge}: RestRules): HttpResponse => {
	const status = response.status === 200 ? (judge?.(response.body) ?? 200) : response.status;
	return status === response.status ? response : {...response, status};
};

/** The weight of all requests in the exchange's current minute: as it counted it, plus what was sent since. */
const createAllowance = (rule: RestRules['weight'], share: number, clock: Pick<Clock, 'now'>) => {
	const limit = Math.floor((rule?.perMinute ?? Infinity) * share);
	let used = 0;
	let minute = 0;
	/** Answers so far: each may have brought the exchange's own count. */
	let answers = 0;

	const turnMinute = () => {
		const now = Math.floor(clock.now() / minuteMs);
		if (now === minute) return;
		minute = now;
		used = 0;
	};

	return {
		/** Throws where there is too little of it. Returns how to give it back, unless it was counted anew since. */
		take(weight: number): () => void {
			turnMinute();
			if (used + weight > limit)
				throw new HeldBackError((minute + 1) * minuteMs, {
					code: 'rate-limited',
					detail: `${used} of ${limit} request weight used`,
				});
			used += weight;
			const [sentIn, learnedAt] = [minute, answers];
			return () => {
				turnMinute();
				if (sentIn === minute && learnedAt === answers) used -= weight;
			};
		},
		learn({headers}: HttpResponse) {
			turnMinute();
			const counted = rule ? Number(headers[rule.header]) : Number.NaN;
			if (counted >= 0) used = counted;
			answers++;
		},
		usage() {
			turnMinute();
			return rule ? {used, limit} : null;
		},
	};
};

/** Nobody waits for a turn where the way is not shared. */
const atOnce: RestGate['turn'] = (_urgency, _weight, then) => {
	then();
	return () => undefined;
};

/**
 * The one way to an exchange's REST interface: keeps the weight that the exchange counts under a
 * share of what it allows, is silent for as long as an answer asks, and goes to the next host where
 * one does not serve.
 */
export const createRestGate = (options: RestGateOptions): RestGate => {
	const {addresses, holds, rules, transport, unrecorded = transport, clock, share} = options;
	const choice = createHostChoice(addresses);
	const nameOf = createHostName();
	const allowance = createAllowance(rules.weight, share, clock);

	/** Returns how to give back the weight of a request that never arrived. */
	const take = (address: string, weight: number) => {
		const hold = holds.of(address);
		if (hold) throw new HeldBackError(hold.until, heldFault(hold));
		return allowance.take(weight);
	};

	const ask = async (address: string, send: Send, giveBack: () => void): Promise<Outcome> => {
		try {
			const response = judged(await send(address), rules);
			allowance.learn(response);
			holds.learn(address, response);
			return outcomeOf(response, hostOf(address));
		} catch (error) {
			if (neverArrived(error)) giveBack();
			const {proxyAnswer} = error as Partial<TransportError>;
			// Through a proxy that asks for a pause no other host is to be had either.
			const isHeld = proxyAnswer && holds.learnOfProxy(proxyAnswer, fromError(error).fault);
			return {error, prospect: isHeld ? 'good' : prospectOfError(error)};
		}
	};

	return {
		async get(path, weight, {isUnrecorded = false} = {}) {
			const {get} = isUnrecorded ? unrecorded : transport;
			/** The first host is the one whose answer counts where none serves. */
			let first: Outcome | null = null;
			for (;;) {
				const address = choice.get();
				let giveBack: () => void;
				try {
					giveBack = take(address, weight);
				} catch (error) {
					if (first) return settle(first);
					throw error;
				}
				const outcome = await ask(address, host => get(host + path), giveBack);
				const isNext = choice.judge(address, outcome.prospect);
				if (outcome.prospect === 'good') return settle(outcome);
				first ??= outcome;
				if (!isNext) return settle(first);
			}
		},
		turn: atOnce,
		hold: () => holds.of(choice.get()),
		host: () => nameOf(choice.get()),
		isAway: choice.isAway,
		usage: allowance.usage,
	};
};
