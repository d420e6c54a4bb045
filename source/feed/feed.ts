import type {TradeRun} from '../book/joined-tape.js';
import type {Trade} from '../book/trade.js';
import type {MarketState} from '../exchanges/exchange.js';
import {faultText} from '../faults.js';
import {formatPair} from '../market-name.js';
import {createAudits} from './audits.js';
import {createBookWriter} from './book-writer.js';
import {createCare} from './care.js';
import {createComeback} from './comeback.js';
import {createFeedHealth, type FeedHealth} from './feed-health.js';
import type {FeedOptions} from './feed-options.js';
import {createHandover} from './handover.js';
import {createKeepingUp} from './keeping-up.js';
import {createLinkOpener} from './open-link.js';
import {createStatusTeller} from './status-teller.js';
import type {Forced} from './retry.js';
import {createRecentTrades} from './recent-trades.js';
import {startTradesFeed} from './trades-feed.js';
import {createVitals} from './vitals.js';
import {createWake} from './wake.js';

/** What came of the wish for a new book: it is asked for, or what became of a connection that is lost. */
export type ResyncAnswer = 'asked' | Forced;

export type Feed = {
	/** Compares the book with a fresh snapshot, or gets a new one where it is not in sync; a lost connection is tried again now. */
	resync(): ResyncAnswer;
	/** Gets the newest fills of before, once the book is in sync; `isAnew`: although it has got some. @default false */
	fetchTrades(isAnew?: boolean): void;
	/** What the exchange's list says of the market now: it is told with the status. */
	setState(state: MarketState): void;
	/** The computer may have slept: nothing is live any more until it is proven anew. */
	lookAwake(): void;
	/** Nothing is written any more once this has returned. */
	stop(): void;
};

/** What was traded: as it is heard, and before. */
const createTape = (options: FeedOptions, {log}: Pick<FeedHealth, 'log'>) => {
	const {key, store, clock} = options;
	const onRun = (run: TradeRun) => store.addRun(key, run, clock.now());
	const recent = createRecentTrades({...options, log, onRun});
	return {
		...recent,
		heard(trades: readonly Trade[]) {
			store.addTrades(key, trades, clock.now());
			recent.heard(trades);
		},
		/** The exchange was not heard for a while: fills may be missing. */
		broken() {
			store.breakTape(key);
			recent.broken();
		},
	};
};

/** The pieces of a feed, each with what it owns, and what each sees of the others. */
const createPieces = (options: FeedOptions) => {
	const {exchange, key, store, clock, rest, isThrifty = false} = options;
	const observer = options.observe?.(exchange.id, formatPair(options.market));
	const health = createFeedHealth(clock, observer);
	const {setStatus, setState} = createStatusTeller({...options, health});

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

	const tape = createTape(options, health);
	const onTrades = (trades: readonly Trade[]) => {
		audits.filled();
		tape.heard(trades);
	};

	const comeback = createComeback({
		...{...options, health, setStatus},
		port: {
			open() {
				if (!exchange.tradesChannel) tape.broken();
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
				if (link.openedAt() === null && !exchange.tradesChannel) tape.broken();
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

	const keepingUp = createKeepingUp(clock);
	const hearers = {health, setStatus, writer, audits, comeback, handover, lookAwake, onTrades};
	const openLink = createLinkOpener(options, hearers, keepingUp);

	const vouchedLevels = () => store.vouchedLevels(key);
	const {leads, begin: renew} = handover;
	const port = {vouchedLevels, leads, tellSync, calm: comeback.calm, renew};
	const care = createCare({clock, limits: exchange, audits, port});
	const tellVitals = createVitals({...options, health});
	const lookAround = () => {
		lookAwake();
		const leader = handover.leader();
		const hasTurned = keepingUp.look();
		if (leader && (leader.standing.hasTurned() || hasTurned)) tellSync(leader);
	};
	const {keepsUpMs} = keepingUp;
	const looks = {lookAwake, lookAround, keepsUpMs};
	return {audits, comeback, handover, ...looks, care, tellVitals, onTrades, tape, setState};
};

/** Keeps one book current: connects, follows the client's word, judges silence, audits, comes back. */
export const startFeed = (options: FeedOptions): Feed => {
	const {exchange, clock} = options;
	const pieces = createPieces(options);
	const {audits, comeback, handover, lookAwake, lookAround, care} = pieces;
	const {tellVitals, onTrades, tape, keepsUpMs, setState} = pieces;

	const cancelTicks = clock.every(1000, () => {
		lookAround();
		const leader = handover.leader();
		tellVitals(leader?.openedAt() == null ? null : leader.signs.get().lastSign);
		for (const link of handover.links()) if (link.connection) care(link);
		tape.tick(leader?.standing.inSyncSince() != null);
	});

	comeback.now();
	const stopTrades = exchange.tradesChannel
		? startTradesFeed(exchange.tradesChannel, {...options, keepsUpMs}, onTrades, tape.broken)
		: () => undefined;

	return {
		resync() {
			const leader = handover.leader();
			if (!leader) return comeback.force();
			if (leader.standing.inSyncSince() === null) leader.connection?.resync({code: 'asked'});
			else audits.asked(leader);
			return leader.openedAt() === null ? 'not-waiting' : 'asked';
		},
		fetchTrades: tape.want,
		setState,
		lookAwake,
		stop() {
			cancelTicks();
			tape.stop();
			audits.stop();
			stopTrades();
			comeback.stop();
			handover.stop();
		},
	};
};
