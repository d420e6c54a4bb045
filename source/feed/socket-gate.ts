import type {HttpResponse, Socket, SocketEvent} from '../transport/transport.js';
import type {Addresses} from '../exchanges/exchange.js';
import {createHostChoice, hostOf} from './host-choice.js';
import type {Hold, HostHolds} from './host-holds.js';
import type {Lateness} from './lateness.js';
import {fromClose} from './network-faults.js';
import {prospectOfClose} from './prospects.js';

/** Where a socket leads, and what it is to carry, by the exchange's names. */
export type SocketPlace = {
	/** The scheme and host: `wss://stream.binance.com:9443`. */
	readonly address: string;
	/** Path and query. */
	readonly path: string;
	readonly topics: readonly string[];
};

/** A part in a socket that several may share, and whether that one is late with what it brings. */
export type SocketPart = Socket & {
	readonly lateness: Pick<
		Lateness,
		'beat' | 'told' | 'isLate' | 'slowMs' | 'unansweredMs' | 'wasInTime'
	>;
};

/** Never calls back before it returns. */
export type Connect = (place: SocketPlace, onEvent: (event: SocketEvent) => void) => SocketPart;

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

/**
 * The one way to an exchange's sockets: which host they go to, since when they may, and at what pace messages go out on
 * them. `turnToSend`: @default at once, as where the sockets keep to a pace themselves
 */
export const createSocketGate = (
	addresses: Addresses,
	holds: HostHolds,
	connect: Connect,
	turnToSend: () => number = () => 0,
) => {
	const choice = createHostChoice(addresses);
	/** The newest end, and what followed: those that shared a socket are all told by one event. */
	let last: {readonly event: Close; readonly loss: AfterLoss} | null = null;

	const judge = (address: string, event: Close, wasOpen: boolean): AfterLoss => {
		const answer = answerOf(event);
		if (answer) holds.learn(address, answer);
		const {proxyAnswer} = event;
		const isHeld =
			proxyAnswer && holds.learnOfProxy(proxyAnswer, fromClose(event, hostOf(address)));
		const note = holds.of(address)?.note ?? '';
		if (wasOpen || isHeld) return {elsewhere: null, note};
		const isNext = choice.judge(address, prospectOfClose(event, hostOf(address)));
		return {elsewhere: isNext ? hostOf(choice.get()) : null, note};
	};

	return {
		connect,
		/** Takes a turn to send a message on one of the sockets. Returns in how many milliseconds it comes. */
		turnToSend,
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
			if (event.isShared && last?.event === event) return last.loss;
			last = {event, loss: judge(address, event, wasOpen)};
			return last.loss;
		},
	};
};

export type SocketGate = ReturnType<typeof createSocketGate>;
