import type {BookChange} from '../book/order-book.js';
import type {Trade} from '../book/trade.js';
import type {Clock} from '../clock.js';
import type {
	ClientInput,
	ClientOutput,
	ExchangeClient,
	SnapshotRequest,
} from '../exchanges/exchange.js';
import type {FeedProof} from '../exchanges/subscription.js';
import type {FeedFault} from '../faults.js';
import type {Socket, SocketEvent, Transport} from '../transport/transport.js';
import {
	fromClose,
	fromError,
	fromResponse,
	isMissingPath,
	withNote,
	type NetworkFault,
} from './network-faults.js';
import {hostOf} from './host-choice.js';
import type {RestGate} from './rest-gate.js';
import type {SocketGate} from './socket-gate.js';
import {createSnapshotRequests} from './snapshot-requests.js';

/** What a connection tells its feed. Nothing is told after `onLost`. */
export type ConnectionListener = {
	onOpen(): void;
	/** Any sign of life, with the bytes of data it carried: null for the frames of the socket itself; `pong`: what a pong carried. */
	onSign(bytes: number | null, pong: string | null): void;
	/** The book after all of these equals the exchange's. Returns what is wrong with it, if anything is. */
	onBook(
		changes: readonly BookChange[],
		proof: FeedProof,
		note: FeedFault | undefined,
	): FeedFault | null;
	/** Out of sync; `retryAt` where the next snapshot waits for its time. */
	onSyncing(fault: FeedFault | undefined, retryAt: number | null): void;
	/** Fills, oldest first; some may have come before. */
	onTrades(trades: readonly Trade[]): void;
	/**
	 * A fresh snapshot and the updates since: the book as it should be now. `lag`: why the connection is of
	 * no use if it differs.
	 */
	onAudit(changes: readonly BookChange[], lag: FeedFault | undefined): void;
	/** Something speaks against the book in sync: without a `fault`, no more than that it should be looked at. */
	onDoubt(fault: FeedFault | undefined): void;
	/** The audit could not be made. */
	onUnaudited(fault: FeedFault): void;
	/** The exchange will end the connection soon. */
	onRenew(fault: FeedFault): void;
	/** `isUnserved`: another channel of the exchange may do better; `elsewhere`: this host may, at once. */
	onLost(fault: FeedFault, isUnserved: boolean, elsewhere: string | null): void;
};

export type ConnectionOptions = {
	/** On the host that `sockets` tells. */
	readonly path: string;
	readonly sockets: SocketGate;
	readonly rest: RestGate;
	readonly client: ExchangeClient;
	readonly transport: Transport;
	readonly clock: Clock;
	readonly listener: ConnectionListener;
};

/** Unreadable messages after which the connection is given up. */
const maxBadMessages = 3;

/**
 * One socket and the client that understands it: carries out what the client asks for, and tells
 * the feed what became of the book. Whatever is late finds it no longer alive.
 */
export const openConnection = (options: ConnectionOptions) => {
	const {path, sockets, rest, client, transport, clock, listener} = options;
	const address = sockets.address();
	let isOpen = false;
	let isAlive = true;
	let isInSync = false;
	let badMessages = 0;
	/** Of snapshots asked for over HTTP: those from before a sleep are of another. */
	let generation = 0;
	/** Since when a snapshot to compare the book with is on its way. */
	let auditingSince: number | null = null;

	/** Asked anew after a listener was called, which may have ended it. */
	const alive = () => isAlive;

	const end = () => {
		isAlive = false;
		requests.drop();
		socket.close();
	};

	const lose = (fault: FeedFault, isUnserved = false, elsewhere: string | null = null) => {
		end();
		listener.onLost(fault, isUnserved, elsewhere);
	};

	const fetchSnapshot = async (request: SnapshotRequest & {type: 'http'}) => {
		const asked = generation;
		try {
			const response = await rest.get(request.path, request.weight);
			if (!isAlive || asked !== generation) return;
			if (response.status === 200) dispatch({type: 'response', body: response.body});
			else {
				const hold = rest.hold();
				const fault = fromResponse(response, hold);
				onRefused(request, {fault, notBefore: hold?.until ?? null});
			}
		} catch (error) {
			if (isAlive && asked === generation) onRefused(request, fromError(error));
		}
	};

	/** The snapshot did not come: it is asked for again, and while there is no book, this is why. */
	const onRefused = (request: SnapshotRequest, {fault, notBefore}: NetworkFault) => {
		if (notBefore !== null) requests.holdUntil(notBefore);
		requests.want(request);
		if (!isInSync) listener.onSyncing(fault, requests.nextAt());
	};

	const requests = createSnapshotRequests({
		clock,
		async run(request) {
			if (request.type === 'http') await fetchSnapshot(request);
			else socket.send(request.data);
		},
	});

	/** The one place where what an exchange sent can throw. */
	const answer = (input: ClientInput): readonly ClientOutput[] => {
		try {
			return client(input);
		} catch (error) {
			// An audit's snapshot that cannot be read says nothing against the book.
			if (input.type === 'response' && isInSync) return [];
			const detail = error instanceof Error ? error.message : String(error);
			const fault: FeedFault = {code: 'bad-message', detail};
			if (++badMessages > maxBadMessages) return [{type: 'reconnect', fault}];
			return client({type: 'resync', fault});
		}
	};

	const dispatch = (input: ClientInput): void => {
		const changes: BookChange[] = [];
		let proof: FeedProof | undefined;
		let doubt: (ClientOutput & {type: 'doubt'}) | undefined;
		let note: FeedFault | undefined;
		let syncing: (ClientOutput & {type: 'syncing'}) | undefined;
		let audit: (ClientOutput & {type: 'audit'}) | undefined;
		for (const output of answer(input)) {
			switch (output.type) {
				case 'send':
					socket.send(output.data);
					break;
				case 'request':
					requests.want(output.request);
					break;
				case 'book':
					changes.push(output.change);
					({note, proof} = output);
					syncing = undefined;
					break;
				case 'syncing':
					syncing = output;
					break;
				case 'trades':
					listener.onTrades(output.trades);
					break;
				case 'audit':
					audit = output;
					auditingSince = null;
					// It linked: there is no trouble that the next request should be late for.
					requests.calm();
					break;
				case 'doubt':
					doubt = output;
					break;
				case 'unaudited':
					auditingSince = null;
					requests.drop();
					listener.onUnaudited(output.fault);
					break;
				case 'renew':
					listener.onRenew(output.fault);
					break;
				case 'unserved':
				case 'reconnect':
					lose(output.fault, output.type === 'unserved');
					return;
			}
		}
		if (syncing) {
			isInSync = false;
			auditingSince = null;
		} else if (changes.length > 0 && !isInSync) {
			isInSync = true;
			requests.drop();
		}
		const fault = proof ? listener.onBook(changes, proof, note) : null;
		if (syncing) listener.onSyncing(syncing.fault, requests.nextAt());
		else if (fault) dispatch({type: 'resync', fault});
		else if (audit) listener.onAudit(audit.changes, audit.lag);
		else if (doubt && isInSync) listener.onDoubt(doubt.fault);
	};

	const onEvent = (event: SocketEvent) => {
		if (!isAlive) return;
		if (event.type === 'close') {
			const {elsewhere, note} = sockets.closed(address, event, isOpen);
			const fault = withNote(fromClose(event, hostOf(address)), note);
			lose(fault, isMissingPath(event), elsewhere);
			return;
		}
		listener.onSign(
			event.type === 'message' ? event.data.length : null,
			event.type === 'pong' ? (event.payload ?? '') : null,
		);
		// What was heard may have ended it: after sleep a link this old is given up.
		if (!alive()) return;
		switch (event.type) {
			case 'open':
				isOpen = true;
				sockets.opened(address);
				listener.onOpen();
				dispatch({type: 'open'});
				break;
			case 'message':
				dispatch({type: 'message', data: event.data});
				break;
			case 'ping':
			case 'pong':
				break;
		}
	};

	const socket: Socket = transport.connect(address + path, onEvent);

	return {
		/** Ends it without a word. */
		end,
		/** Gives it up for a reason. */
		lose,
		waited() {
			dispatch({type: 'waited'});
		},
		resync(fault: FeedFault) {
			dispatch({type: 'resync', fault});
		},
		/** Asks whether the peer is still there. */
		ping(payload?: string) {
			socket.ping(payload);
		},
		/** The computer slept: an answer to what was asked for before is too old. */
		woke() {
			generation++;
			auditingSince = null;
			requests.drop();
			dispatch({type: 'woke'});
		},
		/** Asks for a fresh snapshot to compare the book with. */
		audit() {
			auditingSince = isInSync ? clock.now() : null;
			dispatch({type: 'audit'});
		},
		/** Since when an audit is under way, null where none is. */
		auditingSince: () => auditingSince,
		/** The audit under way should be over: the client is to make of it what there is. */
		auditLate() {
			dispatch({type: 'audit-late'});
		},
		/** The book has been in sync for a while: past trouble no longer counts. */
		calm() {
			badMessages = 0;
			// An audit that does not link goes on asking later and later.
			if (auditingSince === null) requests.calm();
		},
	};
};

export type Connection = ReturnType<typeof openConnection>;
