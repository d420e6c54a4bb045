import type {Trade} from '../book/trade.js';
import {describeFault, type FeedFault} from '../faults.js';
import {backoffMs} from './backoff.js';
import {createBookWriter} from './book-writer.js';
import {createChannelChoice} from './channel-choice.js';
import {openConnection} from './connection.js';
import {whatIsDue} from './due.js';
import {createFeedHealth} from './feed-health.js';
import type {FeedOptions} from './feed-options.js';
import {hostOf} from './host-choice.js';
import {heldFault} from './host-holds.js';
import {createLink, isAwakened, type Link} from './link.js';
import {withNote} from './network-faults.js';
import {createRhythm} from './rhythm.js';
import {createStatusTeller} from './status-teller.js';
import {startTradesFeed} from './trades-feed.js';

export type Feed = {
	/** Compares the book with a fresh snapshot, or gets a new one where it is not in sync. */
	resync(): void;
	/** The computer may have slept: nothing is live any more until it is proven anew. */
	lookAwake(): void;
	stop(): void;
};

/** Changes a renewed connection may be ahead by before it takes over; far more than ever needed. */
const maxPending = 5000;

/** Between two audits of a book that is in doubt, and between two doubts. */
const doubtEveryMs = 30_000;
const doubtAgainMs = 10_000;

/** Keeps one book current: connects, follows the client's word, judges silence, audits, comes back. */
export const startFeed = (options: FeedOptions): Feed => {
	const {exchange, market, key, store, transport, clock, random} = options;
	const {rest, sockets, clockOffset} = options;
	const health = createFeedHealth(clock);
	/** The connection in charge, and the one that is to follow it. */
	let current: Link | null = null;
	let next: Link | null = null;
	let attempt = 0;
	let renewAttempt = 0;
	let renewNotBefore = 0;
	let cancelRetry: () => void = () => undefined;
	let cancelRenew: () => void = () => undefined;
	let lastAuditAt = clock.now();
	let lastExtendAt = 0;
	let lostBy: FeedFault | undefined;
	/** Whether an open connection was lost and none has opened since. */
	let isCutOff = false;
	let sleeps = clock.sleeps();
	/** Updates stopped on the last connection, and none was pushed since. */
	let hasStopped = false;
	const rhythm = createRhythm();
	const channels = createChannelChoice(exchange.channels);
	if (rest.isAway()) health.log(`requests go to ${rest.host()}`);
	if (sockets.isAway()) health.log(`websockets go to ${hostOf(sockets.address())}`);
	const setStatus = createStatusTeller({market, key, store, clock, health});

	const writer = createBookWriter({
		...{key, store, clock, clockOffset, health, setStatus},
		onChanged({isSync, isPushed}) {
			if (isPushed) {
				channels.synced();
				hasStopped = false;
			}
			if (isSync) rhythm.restarted(clock.now(), isPushed);
			else rhythm.changed(clock.now());
		},
	});

	/** Tells the connection in charge, once it is open; the first after one that was lost is a reconnect. */
	const tellConnected = (openedAt: number | null) => {
		health.connected(openedAt);
		if (openedAt === null || !isCutOff) return;
		isCutOff = false;
		health.count('reconnects');
	};

	/** Puts a connection in charge, with all it knows of the book. */
	const promote = (link: Link) => {
		current = link;
		next = null;
		renewAttempt = 0;
		tellConnected(link.openedAt);
		const {pending} = link;
		link.pending = [];
		const fault = pending.length > 0 ? writer.apply(link, pending, link.hasPushed) : null;
		if (fault) link.connection?.resync(fault);
		if (link.endsSoon) renew();
	};

	/** Lets the renewed connection take over once it is at least as far as the one in charge. */
	const takeOver = () => {
		const last = next?.pending.at(-1);
		// One on which nothing was pushed yet may have been taken and not be carried out.
		if (!next?.hasPushed || !last || last.sequence < (writer.sequence() ?? 0)) return;
		current?.connection?.end();
		health.log('renewed the connection');
		promote(next);
	};

	const addTrades = (trades: readonly Trade[]) => {
		rhythm.filled(clock.now());
		store.addTrades(key, trades, clock.now());
	};

	const openLink = (): Link => {
		const channel = channels.get();
		const link = createLink(clock.now());
		link.mustPush = hasStopped;
		link.connection = openConnection({
			path: channel.path(market),
			sockets,
			rest,
			client: channel.createClient(market),
			transport,
			clock,
			listener: {
				onOpen() {
					link.openedAt = clock.now();
					// Whoever answers this one is known to answer.
					link.connection?.ping();
					if (link !== current) return;
					tellConnected(link.openedAt);
					setStatus(writer.unsynced(), lostBy?.code === 'no-data' ? lostBy : undefined);
				},
				onSign(bytes, pong) {
					lookAwake();
					link.lastSign = clock.now();
					link.pings = 0;
					link.answersPings ||= pong !== null;
					if (bytes !== null) health.onMessage(bytes);
					const isAwake = isAwakened(link, pong, clock.now());
					if (!link.isStale && !isAwake) return;
					link.isStale = false;
					if (isAwake) link.mustAnswer = null;
					if (link === current && link.inSyncSince !== null) writer.tellSync(link);
				},
				onBook(changes, {by}, note) {
					link.hasPushed ||= by === 'push';
					if (link === current) return writer.apply(link, changes, by === 'push', note);
					if (changes[0]?.type === 'snapshot') link.pending = [];
					link.pending.push(...changes);
					if (link.pending.length > maxPending) loseNext();
					else takeOver();
					return null;
				},
				onTrades: addTrades,
				onSyncing(fault, retryAt) {
					if (fault?.code === 'gap') health.count('gaps');
					link.inSyncSince = null;
					link.pending = [];
					if (link === current) setStatus(writer.unsynced(), fault, retryAt);
				},
				onAudit(changes, lag) {
					if (link !== current) return;
					lastAuditAt = clock.now();
					writer.audit(link, changes, lag);
				},
				onDoubt(fault) {
					if (link !== current || clock.now() - lastAuditAt < doubtAgainMs) return;
					link.isInDoubt = true;
					link.doubt = fault ?? link.doubt;
					if (fault) writer.tellSync(link);
					lastAuditAt = clock.now();
					link.connection?.audit();
				},
				onUnaudited(fault) {
					if (link !== current) return;
					health.log(describeFault(fault));
					writer.leaveUnaudited(link, fault);
				},
				onRenew(fault) {
					health.log(describeFault(fault));
					link.endsSoon = true;
					if (link === current) renew();
				},
				onLost(fault, isUnserved, elsewhere) {
					link.connection = null;
					if (link === next) loseNext();
					else if (link === current) onLost(fault, isUnserved, elsewhere, link.openedAt !== null);
				},
			},
		});
		return link;
	};

	/** Until the host may be asked again; 0 where it may. */
	const heldMs = () => (sockets.hold()?.until ?? 0) - clock.now();

	const open = () => {
		const hold = sockets.hold();
		if (hold) {
			setStatus(lostBy ? 'reconnecting' : 'connecting', heldFault(hold), hold.until);
			cancelRetry = clock.after(heldMs(), open);
			return;
		}
		if (lostBy) setStatus('reconnecting', lostBy);
		current = openLink();
	};

	/** Opens the connection that is to follow the one in charge, without touching that one. */
	const renew = () => {
		if (next || !current || clock.now() < renewNotBefore) return;
		cancelRenew();
		if (sockets.hold()) cancelRenew = clock.after(heldMs(), renew);
		else next = openLink();
	};

	const loseNext = () => {
		next?.connection?.end();
		next = null;
		const delay = backoffMs(renewAttempt++, random);
		renewNotBefore = clock.now() + delay;
		cancelRenew = clock.after(delay, renew);
	};

	const onLost = (
		reason: FeedFault,
		isUnserved: boolean,
		elsewhere: string | null,
		wasOpen: boolean,
	) => {
		const fault = elsewhere === null ? reason : withNote(reason, `; trying ${elsewhere}`);
		lostBy = fault;
		hasStopped ||= reason.code === 'stopped';
		if (elsewhere !== null) health.log(`websockets: ${describeFault(fault)}`);
		isCutOff ||= wasOpen && !isUnserved;
		health.connected(null);
		cancelRenew();
		if (next) {
			// The connection that was to follow is on its way already.
			setStatus(next.openedAt === null ? 'reconnecting' : writer.unsynced(), fault);
			promote(next);
			return;
		}
		current = null;
		// Another channel counts by itself, and these say that the ids cannot be trusted.
		if (channels.lost(fault, isUnserved) || fault.code === 'gap' || fault.code === 'different')
			writer.forgetIds();
		const isNextChannel = isUnserved && !channels.isFirst();
		const waitMs = isNextChannel || elsewhere !== null ? 0 : backoffMs(attempt++, random);
		const delay = Math.max(waitMs, heldMs());
		setStatus(isUnserved && !isNextChannel ? 'failed' : 'reconnecting', fault, clock.now() + delay);
		cancelRetry = clock.after(delay, open);
	};

	const lookAfter = (link: Link) => {
		const now = clock.now();
		const book = {
			lastAuditAt,
			lastExtendAt,
			vouchedLevels: store.vouchedLevels(key),
			isOutOfRhythm:
				link === current &&
				(rhythm.isBroken(now) || (link.doubt !== null && now - lastAuditAt >= doubtEveryMs)),
		};
		const auditingSince = link.connection?.auditingSince() ?? null;
		for (const due of whatIsDue({...link, auditingSince}, book, exchange, now)) {
			switch (due) {
				case 'lose': {
					const detail = `no sign for ${Math.round((now - link.lastSign) / 1000)} s`;
					link.connection?.lose({code: 'silent', detail});
					break;
				}
				case 'stale':
					link.isStale = true;
					if (link === current) writer.tellSync(link);
					break;
				case 'ping':
					link.pings++;
					link.connection?.ping();
					break;
				case 'wait':
					link.connection?.waited();
					break;
				case 'calm':
					attempt = 0;
					channels.calm();
					link.connection?.calm();
					break;
				case 'audit':
				case 'extend':
					if (link !== current) break;
					link.isInDoubt = book.isOutOfRhythm;
					if (due === 'audit') lastAuditAt = now;
					else lastExtendAt = now;
					rhythm.looked();
					link.connection?.audit();
					break;
				case 'audit-late':
					link.connection?.auditLate();
					break;
				case 'renew':
					renew();
			}
		}
	};

	/** What was live before the computer slept is so no more until its link was heard and its book compared. */
	const lookAwake = () => {
		if (clock.sleeps() === sleeps) return;
		sleeps = clock.sleeps();
		health.log(describeFault({code: 'slept'}));
		if (next) loseNext();
		if (!current) {
			cancelRetry();
			open();
			return;
		}
		if (clock.now() - current.lastSign >= exchange.deadAfterMs) {
			current.connection?.lose({code: 'slept'});
			return;
		}
		current.wokeAt = clock.now();
		current.mustAnswer = `awake ${sleeps}`;
		current.connection?.ping(current.mustAnswer);
		current.connection?.woke();
		if (current.inSyncSince === null) return;
		current.mustBeAudited = true;
		writer.tellSync(current);
		lastAuditAt = clock.now();
		current.connection?.audit();
	};

	const tellHosts = () => {
		store.setHealth(key, health.uses({ws: hostOf(sockets.address()), rest: rest.host()}));
	};

	const cancelTicks = clock.every(1000, () => {
		lookAwake();
		tellHosts();
		const wallAhead = clock.wall() - clock.now();
		const offset = clockOffset.get();
		const shared = {
			clockOffsetMs: offset === null ? null : offset - Math.round(wallAhead),
			restWeight: rest.usage(),
			heardAt: current?.openedAt == null ? null : current.lastSign,
		};
		const second = health.tick(shared);
		store.setRate(key, second.messagesPerSecond);
		store.setHealth(key, second.health);
		for (const link of [current, next]) if (link?.connection) lookAfter(link);
	});

	tellHosts();
	open();
	const stopTrades = exchange.tradesChannel
		? startTradesFeed(exchange.tradesChannel, options, addTrades)
		: () => undefined;

	return {
		resync() {
			if (current?.inSyncSince === null) current.connection?.resync({code: 'asked'});
			else current?.connection?.audit();
		},
		lookAwake,
		stop() {
			cancelTicks();
			stopTrades();
			cancelRetry();
			cancelRenew();
			current?.connection?.end();
			next?.connection?.end();
			current = null;
			next = null;
		},
	};
};
