import type {Trade} from '../book/trade.js';
import {faultText} from '../faults.js';
import {formatPair} from '../market-name.js';
import {createAudits} from './audits.js';
import {createBookWriter} from './book-writer.js';
import {createCare} from './care.js';
import {createComeback} from './comeback.js';
import {createFeedHealth} from './feed-health.js';
import type {FeedOptions} from './feed-options.js';
import {createHandover} from './handover.js';
import {createLinkOpener} from './open-link.js';
import {createStatusTeller} from './status-teller.js';
import type {Forced} from './retry.js';
import {startTradesFeed} from './trades-feed.js';
import {createVitals} from './vitals.js';
import {createWake} from './wake.js';

/** What came of the wish for a new book: it is asked for, or what became of a connection that is lost. */
export type ResyncAnswer = 'asked' | Forced;

export type Feed = {
	/** Compares the book with a fresh snapshot, or gets a new one where it is not in sync; a lost connection is tried again now. */
	resync(): ResyncAnswer;
	/** The computer may have slept: nothing is live any more until it is proven anew. */
	lookAwake(): void;
	/** Nothing is written any more once this has returned. */
	stop(): void;
};

/** The pieces of a feed, each with what it owns, and what each sees of the others. */
const createPieces = (options: FeedOptions) => {
	const {exchange, key, store, clock, rest, isThrifty = false} = options;
	const observer = options.observe?.(exchange.id, formatPair(options.market));
	const health = createFeedHealth(clock, observer);
	const setStatus = createStatusTeller({...options, health});

	const writer = createBookWriter({
		...{...options, health, setStatus},
		onChanged(isSync, isPushed) {
			if (isPushed) comeback.fed();
			audits.changed(isSync, isPushed);
		},
	});
	const {tellSync} = writer;
	const weight = exchange.rest.snapshotWeight / (isThrifty ? 2 : 1);
	const audits = createAudits({
		...{clock, health, port: writer},
		turn: (urgency, then) => rest.turn(urgency, weight, then),
	});

	const onTrades = (trades: readonly Trade[]) => {
		audits.filled();
		store.addTrades(key, trades, clock.now());
	};

	const comeback = createComeback({
		...{...options, health, setStatus},
		port: {
			open() {
				handover.lead(openLink());
			},
			forgetIds: writer.forgetIds,
		},
	});

	const handover = createHandover({
		...options,
		port: {
			open: () => openLink(),
			isReachedBy: writer.isReachedBy,
			renewed() {
				health.log('renewed the connection');
			},
			promoted(link, pending, isPushed) {
				comeback.connected(link.openedAt());
				const fault = pending.length > 0 ? writer.apply(link, pending, isPushed) : null;
				if (fault) link.connection?.resync(fault);
			},
		},
	});

	const lookAwake = createWake(clock, exchange.deadAfterMs, {
		slept() {
			health.log(faultText({code: 'slept'}));
			handover.dropNext();
		},
		leader: handover.leader,
		open: comeback.now,
		prove: audits.prove,
	});

	const openLink = createLinkOpener(options, {
		...{health, setStatus, writer, audits, comeback, handover, lookAwake, onTrades},
	});

	const vouchedLevels = () => store.vouchedLevels(key);
	const {leads, begin: renew} = handover;
	const port = {vouchedLevels, leads, tellSync, calm: comeback.calm, renew};
	const care = createCare({clock, limits: exchange, audits, port});
	const tellVitals = createVitals({...options, health});
	return {audits, comeback, handover, lookAwake, care, tellVitals, onTrades};
};

/** Keeps one book current: connects, follows the client's word, judges silence, audits, comes back. */
export const startFeed = (options: FeedOptions): Feed => {
	const {exchange, clock} = options;
	const {audits, comeback, handover, lookAwake, care, tellVitals, onTrades} = createPieces(options);

	const cancelTicks = clock.every(1000, () => {
		lookAwake();
		const leader = handover.leader();
		tellVitals(leader?.openedAt() == null ? null : leader.signs.get().lastSign);
		for (const link of handover.links()) if (link.connection) care(link);
	});

	comeback.now();
	const stopTrades = exchange.tradesChannel
		? startTradesFeed(exchange.tradesChannel, options, onTrades)
		: () => undefined;

	return {
		resync() {
			const leader = handover.leader();
			if (!leader) return comeback.force();
			if (leader.standing.inSyncSince() === null) leader.connection?.resync({code: 'asked'});
			else audits.asked(leader);
			return leader.openedAt() === null ? 'not-waiting' : 'asked';
		},
		lookAwake,
		stop() {
			cancelTicks();
			audits.stop();
			stopTrades();
			comeback.stop();
			handover.stop();
		},
	};
};
