import type {Clock} from '../clock.js';
import type {RestRules} from '../exchanges/exchange.js';
import type {HttpResponse, Transport, TransportError} from '../transport/transport.js';

/** Told instead of an answer while no request may go out. */
export class HeldBackError extends Error {
	/** Epoch milliseconds from which on one may. */
	readonly until: number;

	constructor(until: number, why: string) {
		super(why);
		this.name = 'HeldBackError';
		this.until = until;
	}
}

export type RestGate = {
	/** Asks for a path that costs so much weight; rejects with `HeldBackError` where it may not. */
	get(path: string, weight: number): Promise<HttpResponse>;
	/** Epoch milliseconds until which the exchange asked for a pause; 0 or past where it did not. */
	heldUntil(): number;
	/** Weight used in the exchange's current minute, and how much of it we allow ourselves. */
	usage(): {readonly used: number; readonly limit: number} | null;
};

export type RestGateOptions = {
	readonly restUrl: string;
	readonly rules: RestRules;
	readonly transport: Transport;
	readonly clock: Clock;
	/** How much of the exchange's allowance may be used, from 0 to 1: others may share the address. */
	readonly share: number;
};

/** Pause after a 429 or 418 that does not say how long: the allowance is counted by the minute. */
const defaultPauseMs = 60_000;

/** The longest ban there is. */
const maxPauseMs = 3 * 24 * 3_600_000;

const minuteMs = 60_000;

/** Failures before a connection was there. Of any other, as a timeout, the exchange may have counted the request. */
const unconnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

const neverArrived = (error: unknown): boolean =>
	unconnected.has((error as Partial<TransportError>).errorCode ?? '');

/**
 * The one way to an exchange's REST interface: keeps the weight that the exchange counts under a
 * share of what it allows, and is silent for as long as a 429 or 418 asks.
 */
export const createRestGate = (options: RestGateOptions): RestGate => {
	const {restUrl, rules, transport, clock, share} = options;
	const limit = Math.floor((rules.weight?.perMinute ?? Infinity) * share);
	let heldUntil = 0;
	/** As the exchange counted it, plus what was sent since, in the minute that began then. */
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

	const learn = ({status, headers}: HttpResponse) => {
		const counted = rules.weight ? Number(headers[rules.weight.header]) : Number.NaN;
		if (counted >= 0) used = counted;
		answers++;
		if (status !== 429 && status !== 418) return;
		const seconds = Number(headers['retry-after']);
		const pauseMs = seconds > 0 ? Math.min(seconds * 1000, maxPauseMs) : defaultPauseMs;
		heldUntil = Math.max(heldUntil, clock.now() + pauseMs);
	};

	return {
		async get(path, weight) {
			turnMinute();
			if (clock.now() < heldUntil)
				throw new HeldBackError(heldUntil, 'the exchange asked for a pause');
			if (used + weight > limit)
				throw new HeldBackError((minute + 1) * minuteMs, `${used} of ${limit} request weight used`);
			used += weight;
			const sentIn = minute;
			const learnedAt = answers;
			try {
				const response = await transport.get(restUrl + path);
				turnMinute();
				learn(response);
				return response;
			} catch (error) {
				turnMinute();
				const isCounted = sentIn === minute && learnedAt === answers;
				if (isCounted && neverArrived(error)) used -= weight;
				throw error;
			}
		},
		heldUntil: () => heldUntil,
		usage() {
			turnMinute();
			return rules.weight ? {used, limit} : null;
		},
	};
};
