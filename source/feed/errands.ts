import type {Clock} from '../clock.js';
import type {ClientOutput} from '../exchanges/exchange.js';
import {describeFault, type FeedFault} from '../faults.js';
import type {ConnectionListener} from './connection-listener.js';
import type {RestGate, Urgency} from './rest-gate.js';
import {createSnapshots, type SnapshotPort} from './snapshots.js';

export type ErrandPort = SnapshotPort & {
	/** Answers a sign of life of the exchange, read just now, with so many epoch milliseconds by its clock. */
	answer(data: string, toldAt: number): void;
	/** It was sent at so many epoch milliseconds by the exchange's clock. */
	told(toldAt: number): void;
	/** The connection is of no use; `isUnserved`: another channel may be. */
	lose(fault: FeedFault, isUnserved: boolean): void;
};

type Options = {
	readonly clock: Clock;
	readonly rest: Pick<RestGate, 'get' | 'hold'>;
	/** How much the next snapshot is needed. */
	readonly urgency: () => Urgency;
	/** Whether there is no book until a snapshot comes that links. */
	readonly isAwaited: () => boolean;
	readonly listener: Pick<ConnectionListener, 'onAgain' | 'onTrades' | 'onUnaudited' | 'onRenew'>;
	readonly port: ErrandPort;
};

/** What was asked for and has not come yet: snapshots, and those to compare the book with. */
const createUnderWay = (options: Omit<Options, 'listener'>) => {
	const {port} = options;
	let auditingSince: number | null = null;
	/** Why the newest snapshot of the audit under way did not come; null where it did. */
	let refusedBy: FeedFault | null = null;

	const snapshots = createSnapshots({
		...options,
		port: {
			...port,
			onBody(body) {
				refusedBy = null;
				port.onBody(body);
			},
			onRefused(fault, retryAt) {
				refusedBy = fault;
				port.onRefused(fault, retryAt);
			},
		},
	});

	return {
		want: snapshots.want,
		/** The audit came to an end; it linked: there is no trouble that the next request should be late for. */
		audited() {
			auditingSince = null;
			snapshots.calm();
		},
		/** It came to none. Returns why. */
		unaudited(fault: FeedFault): FeedFault {
			auditingSince = null;
			snapshots.drop();
			return refusedBy ? {...fault, detail: describeFault(refusedBy)} : fault;
		},
		/** There is a book, and no use for a snapshot that is still to be asked for. */
		inSync: snapshots.drop,
		/** There is none that an audit could be of. */
		outOfSync() {
			auditingSince = null;
		},
		/** A snapshot to compare the book with is about to be asked for. */
		auditing() {
			auditingSince = options.clock.now();
			refusedBy = null;
		},
		/** Milliseconds by our clock; null while no audit is under way. */
		auditingSince: () => auditingSince,
		/** Epoch milliseconds of the next snapshot request, null where none is waiting for its time. */
		nextAt: snapshots.nextAt,
		/** There was no trouble for a while: the next request need not be late, unless an audit does not link. */
		calm() {
			if (auditingSince === null) snapshots.calm();
		},
		/** Nothing that is still on its way counts. */
		forget() {
			auditingSince = null;
			snapshots.forget();
		},
	};
};

/** Does what the client of a connection asks for at once, and knows what of it is still under way. */
export const createErrands = ({listener, ...options}: Options) => {
	const {port} = options;
	const {want, audited, unaudited, ...underWay} = createUnderWay(options);

	return {
		...underWay,
		/** Returns whether the connection is of use all the same. */
		carryOut(output: ClientOutput): boolean {
			switch (output.type) {
				case 'send':
					if (output.beat === undefined) port.send(output.data);
					else port.answer(output.data, output.beat);
					break;
				case 'told':
					port.told(output.at);
					break;
				case 'request':
					want(output.request);
					break;
				case 'trades':
					listener.onTrades(output.trades);
					break;
				case 'audit':
					audited();
					break;
				case 'unaudited':
					listener.onUnaudited(unaudited(output.fault));
					break;
				case 'renew':
					listener.onRenew(output.fault);
					break;
				case 'unserved':
				case 'reconnect':
					port.lose(output.fault, output.type === 'unserved');
					return false;
				case 'syncing':
					if (output.isAnew) listener.onAgain();
					break;
				case 'book':
				case 'doubt':
					break;
			}
			return true;
		},
	};
};
