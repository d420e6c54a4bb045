import type {BookChange} from '../book/order-book.js';
import type {Clock} from '../clock.js';
import type {
	ClientInput,
	ClientOutput,
	ExchangeClient,
	SnapshotRequest,
} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';
import type {Socket, SocketEvent, Transport} from '../transport/transport.js';
import {fromClose, fromError, fromResponse, isMissingPath} from './network-faults.js';
import {createSnapshotRequests} from './snapshot-requests.js';

/** What a connection tells its feed. Nothing is told after `onLost`. */
export type ConnectionListener = {
	onOpen(): void;
	/** Any sign of life, pings included; `isMessage` where it carried data. */
	onSign(isMessage: boolean): void;
	/** The book after all of these equals the exchange's. Returns whether it is crossed. */
	onBook(changes: readonly BookChange[], note: FeedFault | undefined): boolean;
	/** Out of sync; `retryAt` where the next snapshot waits for its time. */
	onSyncing(fault: FeedFault | undefined, retryAt: number | null): void;
	/** `isUnserved`: another channel of the exchange may do better. */
	onLost(fault: FeedFault, isUnserved: boolean): void;
};

export type ConnectionOptions = {
	readonly url: string;
	readonly restUrl: string;
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
	const {url, restUrl, client, transport, clock, listener} = options;
	let isAlive = true;
	let badMessages = 0;

	const end = () => {
		isAlive = false;
		requests.drop();
		socket.close();
	};

	const lose = (fault: FeedFault, isUnserved = false) => {
		end();
		listener.onLost(fault, isUnserved);
	};

	const fetchSnapshot = async (request: SnapshotRequest & {type: 'http'}) => {
		const answer = await transport.get(restUrl + request.path).catch((error: unknown) => error);
		if (!isAlive) return;
		if (isResponse(answer) && answer.status === 200) {
			dispatch({type: 'response', body: answer.body});
			return;
		}
		const {fault, notBefore} = isResponse(answer)
			? fromResponse(answer, clock.now())
			: fromError(answer);
		if (notBefore !== null) requests.holdUntil(notBefore);
		requests.want(request);
		listener.onSyncing(fault, requests.nextAt());
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
			const detail = error instanceof Error ? error.message : String(error);
			const fault: FeedFault = {code: 'bad-message', detail};
			if (++badMessages > maxBadMessages) return [{type: 'reconnect', fault}];
			return client({type: 'resync', fault});
		}
	};

	const dispatch = (input: ClientInput): void => {
		const changes: BookChange[] = [];
		let note: FeedFault | undefined;
		let syncing: (ClientOutput & {type: 'syncing'}) | undefined;
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
					({note} = output);
					syncing = undefined;
					break;
				case 'syncing':
					syncing = output;
					break;
				case 'unserved':
				case 'reconnect':
					lose(output.fault, output.type === 'unserved');
					return;
			}
		}
		const isCrossed = changes.length > 0 && listener.onBook(changes, note);
		if (changes.length > 0 && !syncing) requests.drop();
		if (syncing) listener.onSyncing(syncing.fault, requests.nextAt());
		else if (isCrossed) dispatch({type: 'resync', fault: {code: 'crossed'}});
	};

	const onEvent = (event: SocketEvent) => {
		if (!isAlive) return;
		if (event.type === 'close') {
			lose(fromClose(event), isMissingPath(event));
			return;
		}
		listener.onSign(event.type === 'message');
		switch (event.type) {
			case 'open':
				listener.onOpen();
				dispatch({type: 'open'});
				break;
			case 'message':
				dispatch({type: 'message', data: event.data});
				break;
			case 'ping':
				break;
		}
	};

	const socket: Socket = transport.connect(url, onEvent);

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
		/** The book has been in sync for a while. */
		calm: requests.calm,
	};
};

export type Connection = ReturnType<typeof openConnection>;

const isResponse = (answer: unknown): answer is Awaited<ReturnType<Transport['get']>> =>
	typeof answer === 'object' && answer !== null && 'body' in answer && 'status' in answer;
