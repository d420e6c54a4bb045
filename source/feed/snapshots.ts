import type {Clock} from '../clock.js';
import type {SnapshotRequest} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';
import type {HttpResponse} from '../transport/transport.js';
import {fromError, fromResponse, type NetworkFault} from './network-faults.js';
import type {RestGate, Urgency} from './rest-gate.js';
import {createSnapshotRequests} from './snapshot-requests.js';

export type SnapshotPort = {
	/** Asks over the socket, where the exchange has its snapshots there. */
	send(data: string): void;
	/** The answer to a request over HTTP. */
	onBody(body: string): void;
	/** There was none of use, which is why; it is asked for again, at `retryAt` where that waits. */
	onRefused(fault: FeedFault, retryAt: number | null): void;
};

type Options = {
	readonly clock: Clock;
	readonly rest: Pick<RestGate, 'get' | 'hold'>;
	/** How much the next one is needed. */
	readonly urgency: () => Urgency;
	/** Whether there is no book until one comes that links. */
	readonly isAwaited: () => boolean;
	readonly port: SnapshotPort;
};

/** Gets the snapshots of one connection, and gets those again that did not come. */
export const createSnapshots = ({clock, rest, urgency, isAwaited, port}: Options) => {
	/** What was asked for before it was dropped answers another. */
	let generation = 0;

	/** The answer of use, or why there is none. */
	const ask = async (
		request: SnapshotRequest & {type: 'http'},
	): Promise<HttpResponse | NetworkFault> => {
		try {
			const asked = generation;
			const response = await rest.get(request.path, request.weight, {
				urgency: urgency(),
				isWanted: () => asked === generation,
			});
			if (response.status === 200) return response;
			const hold = rest.hold();
			return {fault: fromResponse(response, hold), notBefore: hold?.until ?? null};
		} catch (error) {
			return fromError(error);
		}
	};

	const requests = createSnapshotRequests({
		...{clock, isAwaited},
		async run(request) {
			if (request.type === 'socket') {
				port.send(request.data);
				return;
			}
			const asked = generation;
			const answer = await ask(request);
			if (asked !== generation) return;
			if ('body' in answer) {
				port.onBody(answer.body);
				return;
			}
			if (answer.notBefore !== null) requests.holdUntil(answer.notBefore);
			requests.want(request);
			port.onRefused(answer.fault, requests.nextAt());
		},
	});

	return {
		want: requests.want,
		/** Epoch milliseconds of the next one, null where none is waiting for its time. */
		nextAt: requests.nextAt,
		calm: requests.calm,
		/** None is wanted any more; one that is under way may still come. */
		drop: requests.drop,
		/** The same, and one that is under way comes too late. */
		forget() {
			generation++;
			requests.drop();
		},
	};
};

export type Snapshots = ReturnType<typeof createSnapshots>;
