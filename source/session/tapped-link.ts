import {addressesOf} from '../feed/host-choice.js';
import type {Asking} from '../feed/rest-gate.js';
import type {SocketPart, SocketPlace} from '../feed/socket-gate.js';
import type {VenueLink} from '../feed/venue.js';
import {createTransportTap, type WireTap} from '../recording/transport-tap.js';
import type {Transport} from '../transport/transport.js';

/** The other half of a call that passes the tap: its tap knows addresses alone. */
const createHandover = <T>() => {
	let given: T | null = null;
	return {
		give(what: T) {
			given = what;
		},
		/** In the same turn in which it was given. */
		take(): T {
			if (given === null) throw new Error('nothing was handed over');
			const taken = given;
			given = null;
			return taken;
		},
	};
};

/**
 * A link whose one user can be listened to: of sockets and requests that many share, what passes is his own part of
 * them, as if he had a connection to himself.
 */
export const tapLink = (link: VenueLink): {readonly link: VenueLink; readonly tap: WireTap} => {
	const {exchange, endpoints, sockets, rest} = link;
	const places = createHandover<SocketPlace>();
	const parts = createHandover<SocketPart>();
	const requests = createHandover<{path: string; weight: number; asking: Asking | undefined}>();
	const inner: Transport = {
		connect(_, onEvent) {
			const part = sockets.connect(places.take(), onEvent);
			parts.give(part);
			return part;
		},
		get() {
			const {path, weight, asking} = requests.take();
			return rest.get(path, weight, asking);
		},
	};
	const tap = createTransportTap(
		inner,
		() => false,
		() => exchange.id,
	);
	const [address = ''] = addressesOf(endpoints.rest);
	return {
		tap,
		link: {
			...link,
			sockets: {
				...sockets,
				connect(place, onEvent) {
					places.give(place);
					const socket = tap.transport.connect(place.address + place.path, onEvent);
					return {...socket, lateness: parts.take().lateness};
				},
			},
			rest: {
				...rest,
				get(path, weight, asking) {
					requests.give({path, weight, asking});
					return tap.transport.get(address + path);
				},
			},
		},
	};
};
