import type {Trade} from '../book/trade.js';
import {faultText} from '../faults.js';
import type {Audits} from './audits.js';
import type {BookWriter} from './book-writer.js';
import type {Comeback, Loss} from './comeback.js';
import type {ConnectionListener} from './connection-listener.js';
import {isOverdue} from './due.js';
import type {FeedHealth} from './feed-health.js';
import type {Handover} from './handover.js';
import type {Link} from './link.js';
import type {StatusTeller} from './status-teller.js';

/** Those whom something that a connection tells concerns. */
export type Hearers = {
	readonly health: Pick<FeedHealth, 'onMessage' | 'count' | 'log' | 'provenBy'>;
	readonly setStatus: StatusTeller;
	readonly writer: BookWriter;
	readonly audits: Audits;
	readonly comeback: Comeback;
	readonly handover: Handover;
	/** Whether the computer slept, before what was heard counts. */
	readonly lookAwake: () => void;
	readonly onTrades: (trades: readonly Trade[]) => void;
	readonly limits: Parameters<typeof isOverdue>[1];
	/** Milliseconds by our clock. */
	readonly now: () => number;
};

/** The one in charge is gone: the one that was to follow does, or another is made in time. */
const onLeaderLost = (hearers: Hearers, link: Link, loss: Loss) => {
	const {setStatus, writer, comeback, handover} = hearers;
	const fault = comeback.lost(loss, link.openedAt() !== null);
	const next = handover.leaderLost();
	if (!next) {
		comeback.again(loss, fault);
		return;
	}
	setStatus(next.openedAt() === null ? 'reconnecting' : writer.unsynced(), fault);
	handover.promoteNext();
};

/** Takes what a connection tells to whom it concerns: only the one in charge has a say in the book. */
export const hear = (hearers: Hearers, link: Link): ConnectionListener => {
	const {health, setStatus, writer, audits, comeback, handover, lookAwake, onTrades} = hearers;
	const {limits, now} = hearers;
	const {standing, signs} = link;
	const leads = () => handover.leads(link);
	return {
		onOpen(since) {
			if (leads()) health.provenBy({loss: link.loss, audit: link.audit});
			link.opened(since);
			if (!leads()) return;
			comeback.connected(link.openedAt());
			const lostBy = comeback.lostBy();
			setStatus(writer.unsynced(), lostBy?.code === 'no-data' ? lostBy : undefined);
		},
		onSign(bytes, pong, heardAt) {
			lookAwake();
			signs.heard(pong !== null, heardAt);
			if (bytes !== null) health.onMessage(bytes);
			const isSilent = heardAt !== undefined && isOverdue(signs.get(), limits, now());
			const isOther = isSilent ? standing.silent() : standing.heard(pong);
			if (isOther && leads()) writer.tellSync(link);
		},
		onAgain() {
			if (leads()) writer.forgetIds();
		},
		onBook(changes, {by}, note) {
			const isPushed = by === 'push';
			if (leads()) return writer.apply(link, changes, isPushed, note);
			handover.keep(changes, isPushed);
			return null;
		},
		onTrades,
		onSyncing(fault, retryAt) {
			if (fault?.code === 'gap') health.count('gaps');
			standing.outOfSync();
			if (leads()) setStatus(writer.unsynced(), fault, retryAt);
			else handover.forget();
		},
		onAudit(changes, lag) {
			if (leads()) audits.compare(link, changes, lag);
		},
		onDoubt(fault) {
			if (leads()) audits.doubted(link, fault);
		},
		onUnaudited(fault) {
			if (leads()) audits.failed(link, fault);
		},
		onRenew(fault) {
			health.log(faultText(fault));
			handover.ending(link);
		},
		onLost(fault, isUnserved, elsewhere) {
			link.connection = null;
			if (leads()) onLeaderLost(hearers, link, {fault, isUnserved, elsewhere});
			else handover.dropNext();
		},
	};
};
