import type {FaultSite} from '../fault-site.js';
import {answerControl, type StreamControl} from './control.js';
import type {Subscribers} from '../subscribers.js';
import {createOutlet} from '../outlet.js';
import {keepAlive} from '../keep-alive.js';
import {limitRate} from '../limit-rate.js';
import {toMicroseconds} from './print.js';
import type {Peer} from '../peer.js';
import {pings} from './pings.js';
import type {Wire} from '../wire.js';

export type BinanceSocketOptions = {
	readonly socket: Peer;
	readonly wire: Wire;
	readonly site: FaultSite;
	/** `/stream` or `/ws`, and the streams named in the address. */
	readonly isCombined: boolean;
	readonly streams: readonly string[];
	/** Whether times are told in microseconds. */
	readonly isMicro: boolean;
	/** The stream of a name, null where there is none. */
	find(stream: string): Subscribers | null;
};

/** Messages, pings among them, that a client may send. */
const rate = {most: 5, inMs: 1000};

export const serveBinanceSocket = (options: BinanceSocketOptions): void => {
	const {socket, wire, site, find, isMicro} = options;
	const {clock} = site;
	const subscriptions = new Map<string, () => void>();

	const control: StreamControl = {
		isCombined: options.isCombined,
		get streams() {
			return [...subscriptions.keys()];
		},
		subscribe(stream) {
			if (subscriptions.has(stream)) return;
			const leave = find(stream)?.add(told => {
				const event = isMicro ? toMicroseconds(told) : told;
				const text = control.isCombined
					? `{"stream":${JSON.stringify(stream)},"data":${event}}`
					: event;
				outlet.send({kind: 'data', channel: stream, text});
			});
			subscriptions.set(stream, leave ?? (() => {}));
		},
		unsubscribe(stream) {
			subscriptions.get(stream)?.();
			subscriptions.delete(stream);
		},
	};

	const outlet = createOutlet({
		socket,
		wire,
		clock,
		encode: text => text,
		isCombined: () => control.isCombined,
	});
	const leaveSite = site.join(outlet);
	const stopPings = keepAlive(outlet, clock, pings);
	limitRate(outlet, clock, rate, () => {
		outlet.close(1008, 'Too many requests');
	});
	socket.on('message', data => {
		if (socket.readyState !== socket.OPEN) return;
		outlet.send({kind: 'reply', text: answerControl((data as Buffer).toString(), control)});
	});
	socket.on('close', () => {
		leaveSite();
		stopPings();
		for (const stream of control.streams) control.unsubscribe(stream);
	});
	for (const stream of options.streams) control.subscribe(stream);
};
