import type {Clock} from '../clock.js';
import type {Market, MarketState} from '../exchanges/exchange.js';
import {describeFault, withCode, type FeedFault, type FeedStatus} from '../faults.js';
import type {BookStore} from '../store/book-store.js';
import {isSameStatus, type BookKey, type BookStatus} from '../store/market-view.js';
import type {FeedHealth} from './feed-health.js';

type Options = {
	readonly market: Market;
	readonly key: BookKey;
	readonly store: BookStore;
	readonly clock: Clock;
	readonly health: FeedHealth;
};

export type StatusTeller = (status: FeedStatus, fault?: FeedFault, retryAt?: number | null) => void;

/** Why the status is so: that a market has no data as it is halted explains any other fault. */
const causeOf = (state: MarketState, fault: FeedFault | undefined): FeedFault | undefined =>
	state.type === 'halted' && (!fault || !state.hasData)
		? {code: 'halted', detail: state.word}
		: fault;

/** Writes a book's status where it changed, and keeps count and log of it. */
export const createStatusTeller = ({market, key, store, clock, health}: Options) => {
	let {state} = market;
	let told: BookStatus = {status: 'connecting', reason: null, retryAt: null};
	/** What the feed said last, whatever the list says of the market. */
	let said: Parameters<StatusTeller> = ['connecting'];

	const setStatus: StatusTeller = (status, fault, retryAt = null) => {
		said = [status, fault, retryAt];
		const cause = causeOf(state, fault);
		const reason = cause ? describeFault(cause) : null;
		const now: BookStatus = {status, reason, code: cause?.code ?? null, retryAt};
		if (isSameStatus(now, told)) return;
		// Also what makes it wait longer: a pause that was asked for meanwhile.
		const isNewWait = retryAt !== null && reason !== null && reason !== told.reason;
		// What is stale may turn out to be so by another cause, and for long: silence that was lateness.
		const isOtherDoubt = status === 'stale' && now.code !== told.code;
		if (status !== told.status || isNewWait || isOtherDoubt)
			health.log(withCode(reason === null ? status : `${status}: ${reason}`, cause?.code));
		if (status === 'resyncing' && status !== told.status) health.count('resyncs');
		told = now;
		store.setStatus(key, told, clock.now());
	};

	return {
		setStatus,
		/** The list says otherwise of the market now. */
		setState(now: MarketState) {
			state = now;
			setStatus(...said);
		},
	};
};
