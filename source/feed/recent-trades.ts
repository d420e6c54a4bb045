import type {TradeRun} from '../book/joined-tape.js';
import type {Trade} from '../book/trade.js';
import type {Clock} from '../clock.js';
import type {Exchange, Market} from '../exchanges/exchange.js';
import {describeFault, type FeedFault} from '../faults.js';
import type {HttpResponse} from '../transport/transport.js';
import {fromError, fromResponse} from './network-faults.js';
import type {RestGate} from './rest-gate.js';

/** Milliseconds between two requests at the least; after one that failed, it grows up to the other. */
const spacingMs = 30_000;
const mostSpacingMs = 600_000;

/** Milliseconds from a fill to when REST is sure to tell of it. */
const lagMs = 2000;

/** Requests from one break of the tape to the next: what they do not join stays marked. */
const mostTries = 3;

/** Snapshots that a minute's allowance has to have room for besides. */
const snapshotsLeft = 2;

type Options = {
	readonly exchange: Pick<Exchange, 'recentTrades' | 'rest'>;
	readonly market: Pick<Market, 'symbol'>;
	readonly rest: Pick<RestGate, 'get' | 'hold' | 'usage'>;
	readonly clock: Pick<Clock, 'now'>;
	readonly log: (text: string) => void;
	readonly onRun: (run: TradeRun) => void;
};

type Failure = {
	readonly fault: FeedFault;
	/** Whether nobody else tells of it: it is not the network's, nor our own restraint. */
	readonly isNews: boolean;
	/** Epoch milliseconds before which the exchange wants no other request; null where it did not say. */
	readonly notBefore: number | null;
};

/** How the tape that is heard now is joined with what was before. */
const createJoint = () => {
	let tries = 0;
	let hasAnswer = false;
	/** The first fill that was heard. */
	let first: Trade | null = null;
	let isJoined = false;
	return {
		/** Whether another answer may join it. */
		isOpen: (): boolean => !isJoined && tries < mostTries && (!hasAnswer || first !== null),
		/** It begins anew. */
		open() {
			[tries, hasAnswer, first, isJoined] = [0, false, null, false];
		},
		/** What is heard goes on, and is to be joined once more. */
		renew() {
			[tries, hasAnswer, isJoined] = [0, false, false];
		},
		tried() {
			tries++;
		},
		/** Returns whether it is the first that is heard. */
		heard(trades: readonly Trade[]): boolean {
			const isFirst = first === null;
			first ??= trades[0] ?? null;
			return isFirst && first !== null;
		},
		/** An answer that goes back no further than what is heard has nothing to join. */
		answered(run: TradeRun) {
			hasAnswer = true;
			const [oldest] = run;
			if (!first || !oldest) return;
			const {id, time} = first;
			isJoined = oldest.time > time || run.some(trade => trade.id === id);
		},
	};
};

/** When the next request may be made. */
const createPatience = ({exchange, rest, clock, log}: Options) => {
	let failures = 0;
	let notBefore = 0;

	const wait = (ms: number) => {
		notBefore = Math.max(notBefore, clock.now() + ms);
	};

	/** Whether the book can have its snapshots all the same. */
	const hasRoom = (): boolean => {
		const usage = rest.usage();
		const besides = snapshotsLeft * exchange.rest.snapshotWeight;
		return !usage || usage.used + exchange.recentTrades.weight + besides <= usage.limit;
	};

	return {
		wait,
		isOver: (): boolean => clock.now() >= notBefore && !rest.hold() && hasRoom(),
		calm() {
			failures = 0;
		},
		failed(failure: Failure) {
			wait(Math.min(mostSpacingMs, spacingMs * 2 ** failures++));
			notBefore = Math.max(notBefore, failure.notBefore ?? 0);
			if (failure.isNews) log(`recent trades: ${describeFault(failure.fault)}`);
		},
	};
};

const toRefusal = (fault: FeedFault, notBefore: number | null = null): Failure => ({
	fault,
	isNews: true,
	notBefore,
});

/** Asks for the newest fills. Whatever a book needs goes first. */
const ask = async (
	{exchange, market, rest}: Options,
	isOver: () => boolean,
): Promise<TradeRun | Failure> => {
	const {path, weight, parse} = exchange.recentTrades;
	const {symbol} = market;
	const asking = {urgency: 'audit', isWanted: () => !isOver()} as const;
	let response: HttpResponse;
	try {
		response = await rest.get(path(symbol), weight, asking);
	} catch (error) {
		return {...fromError(error), isNews: false};
	}
	const hold = rest.hold();
	if (response.status !== 200) return toRefusal(fromResponse(response, hold), hold?.until ?? null);
	try {
		return parse(response.body, symbol);
	} catch (error) {
		const detail = error instanceof Error ? error.message : String(error);
		return toRefusal({code: 'bad-message', detail});
	}
};

/**
 * Gets the newest fills once the book is in sync, and again where what is heard does not join them: after the first fill
 * of a quiet market, and after the exchange was not heard for a while. What goes wrong costs nothing else.
 */
export const createRecentTrades = (options: Options) => {
	const joint = createJoint();
	let isWanted = false;
	let isOver = false;
	let isUnderWay = false;
	const patience = createPatience(options);

	const get = async () => {
		isUnderWay = true;
		joint.tried();
		patience.wait(spacingMs);
		const answer = await ask(options, () => isOver);
		isUnderWay = false;
		if (isOver) return;
		if ('fault' in answer) {
			patience.failed(answer);
			return;
		}
		patience.calm();
		joint.answered(answer);
		options.onRun(answer);
	};

	return {
		/** Fills of before are wanted; `isAnew`: whatever came of it before. */
		want(isAnew = false) {
			isWanted = true;
			if (isAnew) joint.renew();
		},
		heard(trades: readonly Trade[]) {
			if (joint.heard(trades)) patience.wait(lagMs);
		},
		/** The exchange was not heard for a while. */
		broken: joint.open,
		/** To be called about once a second. */
		tick(isInSync: boolean) {
			if (!isWanted || !isInSync || isUnderWay || isOver) return;
			if (joint.isOpen() && patience.isOver()) void get();
		},
		stop() {
			isOver = true;
		},
	};
};
