import type {SocketEvent} from '../transport/transport.js';
import type {Listener, Recorded} from './recorded-connection.js';
import type {ReplayWire} from './replay-wire.js';

/** Makes for what came on a connection the way to tell it to whoever hears that. */
export const createTellers = (wire: Pick<ReplayWire, 'symbolIn' | 'refusedIn' | 'isNews'>) => {
	/** The market that a message is about: it names it, or refuses a request that did. */
	const symbolOf = ({requests}: Recorded, data: string | Buffer): string | null => {
		const symbol = wire.symbolIn(data);
		if (symbol !== null || requests.size === 0) return symbol;
		return requests.get(wire.refusedIn(data) ?? '') ?? null;
	};

	/**
	 * To whoever follows another market than it names, a message is a sign of life alone; so is what answers a
	 * subscription, to whoever hears another connection (`isOther`).
	 */
	return (recorded: Recorded, event: SocketEvent) => {
		const {topics, listeners} = recorded;
		const isOfOne = topics?.size === 1 && listeners.size === 1;
		const data = event.type === 'message' && !isOfOne ? event.data : null;
		let symbol: string | null = null;
		const isOfOneAlone = () =>
			event.type === 'message' && !wire.isNews(recorded.endpoint, event.data);
		return ({symbols, tell}: Listener, isOther = false) => {
			// Only where anybody hears it: it takes reading it.
			if (data !== null) symbol ??= symbolOf(recorded, data);
			const isMeant = symbol === null || symbols.size === 0 || symbols.has(symbol);
			tell(
				isMeant && !(isOther && isOfOneAlone()) ? event : {type: 'ping', heardAt: event.heardAt},
			);
		};
	};
};
