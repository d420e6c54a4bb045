import type {HttpResponse, SocketEvent} from '../transport/transport.js';
import type {Addresses} from '../exchanges/exchange.js';
import {createHostChoice, hostOf} from './host-choice.js';
import type {Hold, HostHolds} from './host-holds.js';
import {fromClose} from './network-faults.js';
import {prospectOfClose} from './prospects.js';

type Close = SocketEvent & {readonly type: 'close'};

/** What follows from a connection that was lost. */
export type AfterLoss = {
	/** The host to be tried at once, null where the usual wait comes first. */
	readonly elsewhere: string | null;
	/** Said besides the reason. */
	readonly note: string;
};

/** What a refused handshake was answered with; captures may know the status alone. */
const answerOf = ({answer, status}: Close): HttpResponse | null =>
	answer ?? (status === undefined ? null : {status, headers: {}, body: ''});

/** The one way to an exchange's sockets: which host they go to, and since when they may. */
export const createSocketGate = (addresses: Addresses, holds: HostHolds) => {
	const choice = createHostChoice(addresses);
	return {
		/** Where the next connection goes. */
		address: choice.get,
		isAway: choice.isAway,
		/** While the host asked for a pause; null where a connection may be made. */
		hold: (): Hold | null => holds.of(choice.get()),
		/** A connection to this address is open. */
		opened(address: string) {
			choice.judge(address, 'good');
		},
		/** A connection to this address has closed. */
		closed(address: string, event: Close, wasOpen: boolean): AfterLoss {
			const answer = answerOf(event);
			if (answer) holds.learn(address, answer);
			const {proxyAnswer} = event;
			const isHeld =
				proxyAnswer && holds.learnOfProxy(proxyAnswer, fromClose(event, hostOf(address)));
			const note = holds.of(address)?.note ?? '';
			if (wasOpen || isHeld) return {elsewhere: null, note};
			const isNext = choice.judge(address, prospectOfClose(event, hostOf(address)));
			return {elsewhere: isNext ? hostOf(choice.get()) : null, note};
		},
	};
};

export type SocketGate = ReturnType<typeof createSocketGate>;
