import type {Clock} from '../clock.js';
import type {Market} from '../exchanges/exchange.js';
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

const haltedNote = ({state}: Market): FeedFault | undefined =>
	state.type === 'halted' ? {code: 'halted', detail: state.word} : undefined;

/** Writes a book's status where it changed, and keeps count and log of it. */
export const createStatusTeller = ({market, key, store, clock, health}: Options) => {
	let told: BookStatus = {status: 'connecting', reason: null, retryAt: null};

	return (status: FeedStatus, fault?: FeedFault, retryAt: number | null = null): void => {
		const said = fault ?? haltedNote(market);
		const reason = said ? describeFault(said) : null;
		const now: BookStatus = {status, reason, code: said?.code ?? null, retryAt};
		if (isSameStatus(now, told)) return;
		// Also what makes it wait longer: a pause that was asked for meanwhile.
		const isNewWait = retryAt !== null && reason !== null && reason !== told.reason;
		// What is stale may turn out to be so by another cause, and for long: silence that was lateness.
		const isOtherDoubt = status === 'stale' && now.code !== told.code;
		if (status !== told.status || isNewWait || isOtherDoubt)
			health.log(withCode(reason === null ? status : `${status}: ${reason}`, said?.code));
		if (status === 'resyncing' && status !== told.status) health.count('resyncs');
		told = now;
		store.setStatus(key, told, clock.now());
	};
};

export type StatusTeller = ReturnType<typeof createStatusTeller>;
